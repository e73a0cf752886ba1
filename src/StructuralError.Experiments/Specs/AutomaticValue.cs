using System.Text.Json;

namespace StructuralError.Experiments.Specs;

/// <summary>A value, or <c>auto</c>: what the program finds best.</summary>
public sealed record AutomaticValue<T>(ValueKind<T> Inner) : ValueKind<T?>($"auto or {Inner.Expectation}")
    where T : struct
{
    private const string Auto = "auto";

    public override bool TryRead(SpecValue value, out T? parsed)
    {
        bool isAuto = value.MayBe(JsonValueKind.String) && value.Text == Auto;
        bool read = Inner.TryRead(value, out T inner);
        parsed = isAuto ? null : inner;
        return isAuto || read;
    }

    public override string Text(T? value) => value is { } inner ? Inner.Text(inner) : Auto;

    public override void Write(Utf8JsonWriter writer, T? value)
    {
        if (value is { } inner)
        {
            Inner.Write(writer, inner);
        }
        else
        {
            writer.WriteStringValue(Auto);
        }
    }

    public override string Hint(SpecValue value) => Inner.Hint(value);
}
