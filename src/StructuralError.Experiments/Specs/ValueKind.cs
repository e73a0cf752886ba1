using System.Text.Json;

namespace StructuralError.Experiments.Specs;

/// <summary>How one kind of value is read and written. Culture never matters.</summary>
/// <param name="Expectation">Words that follow "is not": <c>a whole number</c>.</param>
public abstract record ValueKind<T>(string Expectation)
{
    public abstract bool TryRead(SpecValue value, out T parsed);

    public abstract string Text(T value);

    /// <summary>What two values have in common that come to the same.</summary>
    public virtual string Key(T value) => Text(value);

    public virtual void Write(Utf8JsonWriter writer, T value) => writer.WriteStringValue(Text(value));

    /// <summary>The values there are, where they have names.</summary>
    public virtual IReadOnlyList<string> Choices => [];

    /// <summary>Words that help with a wrong value, or nothing.</summary>
    public virtual string Hint(SpecValue value) => string.Empty;
}
