using System.Collections.Immutable;
using System.Globalization;
using StructuralError.Core.Common;
using StructuralError.Experiments.Paper.Families;
using StructuralError.Experiments.Specs;

namespace StructuralError.Experiments.Paper;

/// <summary>With what the paper's experiments are run.</summary>
/// <param name="Common">What all of them share: data, precision and device.</param>
/// <param name="Seeds">Their number; they count from 0.</param>
/// <param name="IsQuick">Fewer steps than the paper trained.</param>
public sealed record ReproductionSettings(RunSpec Common, int Seeds, bool IsQuick)
{
    // Long enough for local Pearson coefficients over 50 steps to show, short enough for a first look within two minutes.
    private const int QuickSteps = 200;

    // Measuring layer by layer costs more than a step; a point each ten steps makes the same curve.
    private const int StructureEvery = 10;

    // A member of a family is judged and not drawn: this is enough for the phases of training that the claims tell apart.
    private const int StructureEveryOfMembers = 25;

    /// <summary>What may be trained in another way than the paper's: part of every run's spec, and of what the whole is called.</summary>
    public static ImmutableArray<string> TrainingFields { get; } = ["normalise", "init", "epochs", "batch_size", "learning_rate"];

    private static readonly ImmutableArray<string> MeasuringFields = ["measure_every", "structure_every"];

    private static readonly ImmutableArray<string> CommonFields = ["dataset", "data_dir", "mirror", "precision", "device"];

    /// <summary>The networks and the training, where they are not the program's own.</summary>
    public FamilyMember Member { get; private init; } = FamilyMember.Default;

    private IEnumerable<string> Trained => TrainingFields.Union(Member.Fields.Keys.Select(name => SpecFields.Find(name)!.Name));

    /// <summary>
    /// Those of <see cref="TrainingFields"/> and of the member's fields that differ from the paper's, as they are typed: <c>--init he-normal --lr 0.1</c>;
    /// empty for none.
    /// </summary>
    public string Options => string.Join(
        ' ',
        Trained.Select(name => SpecFields.Find(name)!).Where(known => !known.IsDefault(Common)).Select(known => $"{known.Option} {known.Text(Common)}"));

    public IEnumerable<long> SeedValues => Enumerable.Range(0, Seeds).Select(seed => (long)seed);

    /// <summary>The same experiments as a member of a family has them.</summary>
    /// <exception cref="UserErrorException">The member has a field or a value that there is not (exit 2).</exception>
    public ReproductionSettings With(FamilyMember member)
    {
        ArgumentNullException.ThrowIfNull(member);
        return this with { Common = member.Apply(Common), Member = member };
    }

    /// <summary>The values for the parameters of the model in the place of one of the paper's.</summary>
    /// <param name="width">As it was planned.</param>
    public ImmutableSortedDictionary<string, int> NetworkValues(string model, int k, int width) =>
        RunSpec.NoParameters.Add("k", k).Add(PaperPlan.WidthName(model), Member.WidthOf(width));

    /// <summary>
    /// Whether a training differs from those of the figures as these settings have them, in more than how often it is measured. A quick run has not the steps
    /// for one of several epochs.
    /// </summary>
    public bool Varies(PlannedTraining training)
    {
        (string Field, string Value)[] changes = [.. training.Changes().Where(change => !MeasuringFields.Contains(change.Field))];
        bool isLonger = changes.Any(change => change.Field == "epochs");
        return changes.Any(change => SpecFields.Find(change.Field)!.Text(Common) != change.Value) && !(IsQuick && isLonger);
    }

    /// <summary>The spec of one training.</summary>
    public ResolvedSpec Spec(PlannedTraining training, long seed)
    {
        var builder = new SpecBuilder();
        void Set(string field, string value) => builder.Set(field, SpecValue.FromText(value), SpecFields.Find(field)!.Option);

        Set("model", Member.ModelOf(training.Model));
        builder.SetNetwork("k", SpecValue.FromText(Text(training.K)), "--k");
        if (Member.WidthFactor != 1)
        {
            string width = PaperPlan.WidthName(training.Model);
            builder.SetNetwork(width, SpecValue.FromText(Text(Member.WidthOf(PaperPlan.OwnWidth(training.Model)))), "--" + width);
        }

        Set("seed", Text(seed));
        string[] changed = [.. training.Changes().Select(change => change.Field)];
        foreach (SpecField field in CommonFields.Union(Trained).Except(changed).Select(name => SpecFields.Find(name)!).Where(field => !field.IsDefault(Common)))
        {
            Set(field.Name, field.Text(Common));
        }

        if (!changed.Contains("structure_every"))
        {
            Set("structure_every", Text(Member == FamilyMember.Default ? StructureEvery : StructureEveryOfMembers));
        }

        if (IsQuick && !changed.Contains("steps"))
        {
            Set("steps", Text(QuickSteps));
        }

        foreach ((string field, string value) in training.Changes())
        {
            Set(field, value);
        }

        return builder.Build();
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
