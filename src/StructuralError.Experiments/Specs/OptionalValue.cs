using System.Text.Json;

namespace StructuralError.Experiments.Specs;

/// <summary>
/// A value that may be absent: <c>null</c> in JSON and <c>none</c> on the command line, or where the program then finds the best one, <c>auto</c> in both.
/// </summary>
/// <typeparam name="T">The value with null for its absence, as <c>long?</c>.</typeparam>
/// <typeparam name="TInner">The value that is there, as <c>long</c>.</typeparam>
public sealed record OptionalValue<T, TInner>(ValueKind<TInner> Inner, bool IsAuto = false)
    : ValueKind<T>(IsAuto ? $"auto or {Inner.Expectation}" : Inner.Expectation)
    where TInner : notnull
{
    private string Absent => IsAuto ? "auto" : "none";

    public override bool TryRead(SpecValue value, out T parsed)
    {
        bool isAbsent = IsAuto
            ? value.MayBe(JsonValueKind.String) && value.Text == Absent
            : value.Kind == JsonValueKind.Null || (value.Kind == JsonValueKind.Undefined && value.Text == Absent);
        bool isRead = Inner.TryRead(value, out TInner inner);
        parsed = isRead && !isAbsent ? (T)(object)inner : default!;
        return isAbsent || isRead;
    }

    public override string Text(T value) => value is TInner inner ? Inner.Text(inner) : Absent;

    public override void Write(Utf8JsonWriter writer, T value)
    {
        if (value is TInner inner)
        {
            Inner.Write(writer, inner);
        }
        else if (IsAuto)
        {
            writer.WriteStringValue(Absent);
        }
        else
        {
            writer.WriteNullValue();
        }
    }

    public override string Hint(SpecValue value) => Inner.Hint(value);
}
