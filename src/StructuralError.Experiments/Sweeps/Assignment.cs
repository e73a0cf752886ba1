using StructuralError.Experiments.Specs;

namespace StructuralError.Experiments.Sweeps;

/// <summary>One value for a run of a sweep.</summary>
/// <param name="Key">A field of the spec, by its long name, or a parameter of the model.</param>
/// <param name="Value">As the command line takes it.</param>
public sealed record Assignment(string Key, string Value)
{
    /// <summary>The key under which both names of a spec field meet: <c>lr</c> is <c>learning_rate</c>.</summary>
    public static string Canonical(string key) => SpecFields.Find(key)?.Name ?? key;

    /// <summary>As options of <c>train</c>.</summary>
    public IEnumerable<string> ToArguments() => SpecFields.Find(Key) switch
    {
        { IsFlag: true } field when Value == "true" => [field.Option],
        { IsFlag: false } field => [field.Option, Value],
        null when SpecBuilder.Sizes.Contains(Key) => [$"--{Key}", Value],
        _ => ["--set", $"{Key}={Value}"],
    };

    /// <summary>The spec that values give on top of what a builder has.</summary>
    public static ResolvedSpec Build(SpecBuilder builder, IEnumerable<Assignment> values)
    {
        foreach (Assignment value in values)
        {
            value.ApplyTo(builder);
        }

        return builder.Build();
    }

    /// <summary>Gives the value to a spec that is being built.</summary>
    private void ApplyTo(SpecBuilder builder)
    {
        if (SpecFields.Find(Key) is { } field)
        {
            builder.Set(field.Name, SpecValue.FromText(Value), field.Option);
        }
        else
        {
            builder.SetNetwork(Key, SpecValue.FromText(Value), SpecBuilder.Sizes.Contains(Key) ? $"--{Key}" : "--set");
        }
    }
}
