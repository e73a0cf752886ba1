using System.Security.Cryptography;
using System.Text;
using StructuralError.Core.Common;
using StructuralError.Core.Networks;
using StructuralError.Core.Networks.Layers;
using StructuralError.Experiments.Datasets;
using StructuralError.Experiments.Paper.Claims;
using StructuralError.Experiments.Services;
using StructuralError.Experiments.Train;

namespace StructuralError.Experiments.Paper;

/// <summary>The networks in the place of the paper's four.</summary>
public static class PaperNetworks
{
    /// <summary>SHA-256 over the layers of all four with one block: with another model file a reproduction is another one.</summary>
    /// <param name="services">Its data sets are loaded once.</param>
    public static string Hash(ExperimentServices services, ReproductionSettings settings, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(settings);
        DatasetPreview data = services.Datasets.Preview(settings.Common) ?? RunPlan.Describe(services.Datasets.Load(settings.Common, cancellation));
        string layers = string.Join('\n', PaperModels.All.Select(model => Layers(services, settings, model, data)));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(layers)));
    }

    private static string Layers(ExperimentServices services, ReproductionSettings settings, string model, DatasetPreview data)
    {
        Network network = services.LoadModel(settings.Member.ModelOf(model))
            .Resolve(settings.NetworkValues(model, 1, PaperPlan.OwnWidth(model)), data.Shape, data.Classes);
        return JsonText.Write(writer => Layer.Write(writer, network.Layers));
    }
}
