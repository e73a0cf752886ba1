using System.Globalization;
using System.Text.Json;
using StructuralError.Core.Common;
using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Losses;
using StructuralError.Experiments.Engines;

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

    /// <summary>Says of a value that cannot be read what it should be.</summary>
    /// <param name="name">What the message calls the value's place: <c>learning_rate</c>.</param>
    public Problem Refusal(string name, SpecValue value)
    {
        string sentence = $"{name}: {value} is not {Expectation}{Hint(value)}";
        return new Problem(sentence.EndsWith('?') ? sentence : sentence + ".");
    }
}

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

/// <summary>A whole number in the range of <typeparamref name="T"/>, written in decimal without separators.</summary>
public sealed record WholeNumber<T>() : ValueKind<T>("a whole number")
    where T : struct, System.Numerics.IBinaryInteger<T>
{
    public override bool TryRead(SpecValue value, out T parsed)
    {
        parsed = default;
        return value.MayBe(JsonValueKind.Number) && T.TryParse(value.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out parsed);
    }

    public override string Text(T value) => value.ToString(null, CultureInfo.InvariantCulture);

    public override void Write(Utf8JsonWriter writer, T value) => writer.WriteNumberValue(long.CreateChecked(value));

    public override string Hint(SpecValue value) => WholeNumbers.Range(value, T.CreateSaturating(long.MinValue), T.CreateSaturating(long.MaxValue));
}

/// <summary>
/// As <c>torch.manual_seed</c>: the 64 bits of a whole number from −2⁶³ to 2⁶⁴ − 1. From 2⁶³ on they stand for the negative number of the same bits, the same
/// seed.
/// </summary>
public sealed record SeedNumber() : ValueKind<long>("a whole number")
{
    public override bool TryRead(SpecValue value, out long parsed)
    {
        if (new WholeNumber<long>().TryRead(value, out parsed))
        {
            return true;
        }

        bool read = new WholeNumber<ulong>().TryRead(value, out ulong large);
        parsed = unchecked((long)large);
        return read;
    }

    /// <summary>The seed from 0 to 2³² − 1 that gives the same random numbers: the generator takes the low 32 bits.</summary>
    public static long Effective(long seed) => unchecked((uint)seed);

    public override string Text(long value) => new WholeNumber<long>().Text(value);

    public override string Key(long value) => Text(Effective(value));

    public override void Write(Utf8JsonWriter writer, long value) => writer.WriteNumberValue(value);

    public override string Hint(SpecValue value) => WholeNumbers.Range(value, long.MinValue, ulong.MaxValue);
}

internal static class WholeNumbers
{
    /// <summary>The range, for a whole number outside it; nothing for what is no whole number of any size.</summary>
    public static string Range(SpecValue value, IFormattable first, IFormattable last) =>
        value.MayBe(JsonValueKind.Number)
        && value.Text.AsSpan(value.Text is ['-' or '+', ..] ? 1 : 0) is { Length: > 0 } digits && !digits.ContainsAnyExceptInRange('0', '9')
            ? FormattableString.Invariant($" from {first} to {last}")
            : string.Empty;
}

/// <summary>A finite number with a point, as 0.01 or 1e-2. One that float64 could only take for 0 or for infinity is refused.</summary>
public sealed record RealNumber() : ValueKind<double>("a number such as 0.01")
{
    public override bool TryRead(SpecValue value, out double parsed)
    {
        parsed = 0;
        return value.MayBe(JsonValueKind.Number)
            && double.TryParse(value.Text, NumberStyles.Float & ~NumberStyles.AllowLeadingWhite & ~NumberStyles.AllowTrailingWhite,
                CultureInfo.InvariantCulture, out parsed)
            && double.IsFinite(parsed) && !RealText.Vanishes(value.Text, parsed);
    }

    /// <summary>Why a number is none that can be used.</summary>
    public override string Hint(SpecValue value) =>
        value.MayBe(JsonValueKind.Number) && double.TryParse(value.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double parsed)
        && (RealText.Vanishes(value.Text, parsed) || (double.IsInfinity(parsed) && value.Text.AsSpan().ContainsAnyInRange('0', '9')))
            ? ", between 5e-324 and 1.7e308 in size or 0: float64 has no other"
            : string.Empty;

    public override string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    public override void Write(Utf8JsonWriter writer, double value) => writer.WriteNumberValue(value);
}

public sealed record Flag() : ValueKind<bool>("true or false")
{
    public override bool TryRead(SpecValue value, out bool parsed)
    {
        parsed = value.Text == "true";
        return value.MayBe(JsonValueKind.True, JsonValueKind.False) && value.Text is "true" or "false";
    }

    public override string Text(bool value) => value ? "true" : "false";

    public override void Write(Utf8JsonWriter writer, bool value) => writer.WriteBooleanValue(value);
}

public sealed record NonEmptyText() : ValueKind<string>("a text")
{
    public override bool TryRead(SpecValue value, out string parsed)
    {
        parsed = value.Text;
        return value.MayBe(JsonValueKind.String) && !string.IsNullOrWhiteSpace(value.Text) && !value.Text.Contains('\0', StringComparison.Ordinal);
    }

    public override string Text(string value) => value;
}

/// <summary>One of some names.</summary>
public sealed record Choice(params string[] Names) : ValueKind<string>($"one of {string.Join(", ", Names)}")
{
    public override bool TryRead(SpecValue value, out string parsed)
    {
        parsed = value.Text;
        return value.MayBe(JsonValueKind.String) && Names.Contains(value.Text, StringComparer.Ordinal);
    }

    public override string Text(string value) => value;

    public override IReadOnlyList<string> Choices => Names;

    public override string Hint(SpecValue value) => Suggestion.Phrase(value.Text, Names);
}

/// <summary>A loss of the table, also of a family with a number, as <c>entmax:1.5</c>.</summary>
public sealed record LossName() : ValueKind<string>(LossTable.Words)
{
    public override bool TryRead(SpecValue value, out string parsed)
    {
        ILoss? loss = LossTable.Find(value.Text);
        parsed = loss?.Name ?? value.Text;
        return value.MayBe(JsonValueKind.String) && loss is not null;
    }

    public override IReadOnlyList<string> Choices { get; } = [.. LossTable.All.Select(entry => entry.Example)];

    public override string Text(string value) => value;

    public override string Hint(SpecValue value) => value.Text == "entmax:1" ? "; entmax:1 would be softmax" : Suggestion.Phrase(value.Text, Choices);
}

/// <summary><c>auto</c>, or what a provider of engines is called, perhaps with the number of a device.</summary>
public sealed record DeviceName()
    : ValueKind<DeviceRequest>($"{string.Join(", ", EngineProviders.Default.Names)} or {EngineProviders.Default.Accelerators[0].Name}:N")
{
    public override IReadOnlyList<string> Choices => EngineProviders.Default.Names;

    public override bool TryRead(SpecValue value, out DeviceRequest parsed)
    {
        DeviceRequest? found = DeviceRequest.Parse(value.Text);
        parsed = found ?? DeviceRequest.Auto;
        return value.MayBe(JsonValueKind.String) && found is not null && IsKnown(found.Kind)
            && (found.Ordinal is null || found.Kind != EngineProviders.Default.Processor.Name);
    }

    /// <summary>Reads what an option says.</summary>
    /// <exception cref="UserErrorException"><see cref="FailureKind.Usage"/>: it names no device.</exception>
    public static DeviceRequest Read(string option, string text)
    {
        (var name, SpecValue value) = (new DeviceName(), SpecValue.FromText(text));
        return name.TryRead(value, out DeviceRequest request)
            ? request
            : throw new UserErrorException(FailureKind.Usage, $"{option}: '{text}' is not {name.Expectation}{name.Hint(value)}");
    }

    /// <summary>Also <c>torch:cpu</c> where a build is without what <c>torch</c> stands for: then that is said, not that there is no such name.</summary>
    private static bool IsKnown(string kind) => kind == DeviceRequest.AutoKind || EngineProviders.Default.Meant(new DeviceRequest(kind)).Count > 0;

    public override string Text(DeviceRequest value) => value.ToString();

    public override string Hint(SpecValue value) => Suggestion.Phrase(value.Text, Choices);
}

/// <summary><c>f32</c> or <c>f64</c>.</summary>
public sealed record PrecisionName() : ValueKind<Precision>("f32 or f64")
{
    public override bool TryRead(SpecValue value, out Precision parsed)
    {
        parsed = value.Text == "f64" ? Precision.F64 : Precision.F32;
        return value.MayBe(JsonValueKind.String) && value.Text is "f32" or "f64";
    }

    public override IReadOnlyList<string> Choices => ["f32", "f64"];

    public override string Text(Precision value) => value == Precision.F64 ? "f64" : "f32";
}

/// <summary><c>test:256</c> or <c>train:256</c>.</summary>
public sealed record ProbeText() : ValueKind<ProbeSpec>("a split and a number of samples, as test:256 or train:256")
{
    public override bool TryRead(SpecValue value, out ProbeSpec parsed)
    {
        string[] parts = value.Text.Split(':');
        bool read = new WholeNumber<int>().TryRead(SpecValue.FromText(parts[^1]), out int count);
        parsed = new ProbeSpec(parts[0], count);
        return read && parts.Length == 2 && parts[0] is "train" or "test" && value.MayBe(JsonValueKind.String);
    }

    public override string Text(ProbeSpec value) => FormattableString.Invariant($"{value.Split}:{value.Count}");
}

public sealed record NormalisationText() : ValueKind<Normalisation>("a mean and a standard deviation, as 0.1307,0.3081")
{
    public override bool TryRead(SpecValue value, out Normalisation parsed)
    {
        string[] parts = value.Text.Split(',');
        bool read = TryRead(parts[0], out float mean) & TryRead(parts[^1], out float deviation);
        parsed = new Normalisation(mean, deviation);
        return read && parts.Length == 2 && value.MayBe(JsonValueKind.String);
    }

    public override string Text(Normalisation value) => FormattableString.Invariant($"{value.Mean},{value.Deviation}");

    private static bool TryRead(string text, out float parsed) =>
        float.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out parsed)
        && float.IsFinite(parsed);
}
