using System.Text.Json;
using StructuralError.Core.Common;

namespace StructuralError.Experiments.Specs;

/// <summary>One value of a <see cref="RunSpec"/>: its names, how it is read, checked, written and told apart from its default.</summary>
/// <param name="Name">In config files, manifests and <c>--set</c>: <c>learning_rate</c>.</param>
/// <param name="Option">On the command line: <c>--lr</c>.</param>
/// <param name="Tag">What a run directory's name says where the value is not the default: <c>lr</c> in <c>lr0.1</c>; null where the name has its own place
/// or the value does not change the numbers.</param>
/// <param name="Identity">
/// Whether the value decides what the run computes, so that it is hashed into a run's identity. A field at its default is not hashed: a field that a later
/// version adds leaves the identity of every run that does without it as it was. Only the fields of the first version, <see cref="SpecFields.AlwaysHashed"/>,
/// are hashed whatever their value.
/// </param>
public abstract record SpecField(string Name, string Option, string? Tag, bool Identity, string Help)
{
    /// <summary>True for an option that takes no value on the command line.</summary>
    public virtual bool IsFlag => false;

    /// <summary>The values there are, where they have names.</summary>
    public virtual IReadOnlyList<string> Choices => [];

    /// <summary>What help says of a default that differs from machine to machine; null for one that is the same everywhere.</summary>
    public string? DefaultWords { get; init; }

    /// <summary>
    /// Whether files leave the value out where it is the default: those of runs that do without it stay as they were before there was the field.
    /// </summary>
    public bool IsOmittedAtDefault => Identity && !SpecFields.AlwaysHashed.Contains(Name);

    /// <summary>The short name, usable in <c>--set</c> and config files too: <c>lr</c>, <c>batch-size</c>.</summary>
    public string ShortName => Option.TrimStart('-');

    /// <summary>Takes the value over into the spec, or says what is wrong with it.</summary>
    public abstract Problem? TryApply(RunSpec spec, SpecValue value, out RunSpec changed);

    public abstract Problem? Check(RunSpec spec);

    public abstract void Write(Utf8JsonWriter writer, RunSpec spec);

    /// <summary>The value as the command line would take it.</summary>
    public abstract string Text(RunSpec spec);

    /// <summary>Whether a run's identity depends on the value.</summary>
    public bool IsHashed(RunSpec spec) => Identity && IsWritten(spec);

    /// <summary>Whether the value is written down.</summary>
    public bool IsWritten(RunSpec spec) => !IsOmittedAtDefault || !IsDefault(spec);

    /// <summary>The value in JSON's words.</summary>
    public string Json(RunSpec spec) => JsonText.Write(writer => Write(writer, spec));

    /// <summary>Whether the value is the default one.</summary>
    public bool IsDefault(RunSpec spec) => Text(spec) == Text(SpecFields.Defaults);
}

/// <inheritdoc/>
/// <param name="Kind">How the value is read and written.</param>
/// <param name="Rule">What a value must satisfy beyond its kind.</param>
public sealed record SpecField<T>(
    string Name, string Option, string? Tag, bool Identity, string Help, ValueKind<T> Kind, Func<RunSpec, T> Get, Func<RunSpec, T, RunSpec> With,
    Rule<T>? Rule = null) : SpecField(Name, Option, Tag, Identity, Help)
{
    public override bool IsFlag => typeof(T) == typeof(bool);

    public override IReadOnlyList<string> Choices => Kind.Choices;

    public override Problem? TryApply(RunSpec spec, SpecValue value, out RunSpec changed)
    {
        bool isRead = Kind.TryRead(value, out T parsed);
        changed = isRead ? With(spec, parsed) : spec;
        return isRead ? null : Kind.Refusal(Name, value);
    }

    public override Problem? Check(RunSpec spec) =>
        Rule is null || Rule.Holds(Get(spec)) ? null : new Problem($"{Name}: must be {Rule.Expectation}, got {Text(spec)}.");

    public override void Write(Utf8JsonWriter writer, RunSpec spec) => Kind.Write(writer, Get(spec));

    public override string Text(RunSpec spec) => Kind.Text(Get(spec));
}

/// <summary>A condition on a value, with the words that follow "must be".</summary>
public sealed record Rule<T>(Func<T, bool> Holds, string Expectation);
