using System.Text.Json;

namespace StructuralError.Experiments.Specs;

/// <summary>A value that may be absent: <c>null</c> in JSON, <c>none</c> on the command line.</summary>
public sealed record OptionalValue<T>(ValueKind<T> Inner) : ValueKind<T?>(Inner.Expectation)
    where T : struct
{
    public override bool TryRead(SpecValue value, out T? parsed)
    {
        bool absent = OptionalText.IsAbsent(value);
        bool read = Inner.TryRead(value, out T inner);
        parsed = absent ? null : inner;
        return absent || read;
    }

    public override string Text(T? value) => value is { } inner ? Inner.Text(inner) : OptionalText.None;

    public override void Write(Utf8JsonWriter writer, T? value)
    {
        if (value is { } inner)
        {
            Inner.Write(writer, inner);
        }
        else
        {
            writer.WriteNullValue();
        }
    }

    public override string Hint(SpecValue value) => Inner.Hint(value);
}

/// <inheritdoc cref="OptionalValue{T}"/>
public sealed record OptionalReference<T>(ValueKind<T> Inner) : ValueKind<T?>(Inner.Expectation)
    where T : class
{
    public override bool TryRead(SpecValue value, out T? parsed)
    {
        bool absent = OptionalText.IsAbsent(value);
        bool read = Inner.TryRead(value, out T inner);
        parsed = absent ? null : inner;
        return absent || read;
    }

    public override string Text(T? value) => value is null ? OptionalText.None : Inner.Text(value);

    public override void Write(Utf8JsonWriter writer, T? value)
    {
        if (value is null)
        {
            writer.WriteNullValue();
        }
        else
        {
            Inner.Write(writer, value);
        }
    }

    public override string Hint(SpecValue value) => Inner.Hint(value);
}

internal static class OptionalText
{
    public const string None = "none";

    public static bool IsAbsent(SpecValue value) =>
        value.Kind == JsonValueKind.Null || (value.Kind == JsonValueKind.Undefined && value.Text == None);
}
