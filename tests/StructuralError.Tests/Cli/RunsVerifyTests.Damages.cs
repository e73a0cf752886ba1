using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Files;
using Xunit;

namespace StructuralError.Tests.Cli;

/// <summary>What is done to a run.</summary>
public sealed partial class RunsVerifyTests
{
    private void Damage(string damage, string run)
    {
        string In(string name) => Path.Combine(run, name);
        switch (damage)
        {
            case "row missing": EditLines(In("steps.csv"), lines => lines.RemoveAt(11)); break;
            case "first row missing": EditLines(In("steps.csv"), lines => lines.RemoveAt(1)); break;
            case "last row missing": EditLines(In("steps.csv"), lines => lines.RemoveAt(lines.Count - 1)); break;
            case "line cut": File.WriteAllBytes(In("steps.csv"), File.ReadAllBytes(In("steps.csv"))[..^9]); break;
            case "header": Edit(In("steps.csv"), "step,", "stop,"); break;
            case "loss": EditCell(In("steps.csv"), 7, "loss", 1e-9); break;
            case "U": EditCell(In("steps.csv"), 4, "U", 1e-9); break;
            case "pearson": EditCell(In("steps.csv"), 60, "pearson_lower", 1e-3); break;
            case "samples": EditCell(In("steps.csv"), 2, "samples", -1); break;
            case "violations": EditCell(In("steps.csv"), 9, "theorem3_violations", 1); break;
            case "steps gone": File.Delete(In("steps.csv")); break;
            case "samples.csv row": EditLines(In("samples.csv"), lines => lines.RemoveAt(100)); break;
            case "samples.csv gone": File.Delete(In("samples.csv")); break;
            case "samples.csv digit": EditCell(In("samples.csv"), 50, "loss", 1e-9); break;
            case "seed": Edit(In("manifest.json"), "\"seed\": 0", "\"seed\": 1"); break;
            case "layer": Edit(In("manifest.json"), "\"output\": \"[8]\"", "\"output\": \"[9]\""); break;
            case "data hash": File.WriteAllText(In("manifest.json"), Regex.Replace(File.ReadAllText(In("manifest.json")), "(\"train-labels-idx1-ubyte\": \")[0-9a-f]{4}", "${1}zzzz")); break;
            case "manifest cut": File.WriteAllBytes(In("manifest.json"), File.ReadAllBytes(In("manifest.json"))[..^9]); break;
            case "manifest schema": Edit(In("manifest.json"), "\"schema\": 1", "\"schema\": 9"); break;
            case "manifest epochs": Edit(In("manifest.json"), "\"epochs\": 20", "\"epochs\": \"20\""); break;
            case "summary steps": Edit(In("summary.json"), "\"steps\": 60", "\"steps\": 61"); break;
            case "summary identity": Edit(In("summary.json"), "\"run_identity\": \"", "\"run_identity\": \"0"); break;
            case "summary field": Edit(In("summary.json"), "\"measured_steps\"", "\"measured_stepz\""); break;
            case "summary accuracy": Edit(In("summary.json"), "\"test_accuracy\": 0.", "\"test_accuracy\": 0.9"); break;
            case "summary cut": File.WriteAllBytes(In("summary.json"), File.ReadAllBytes(In("summary.json"))[..^9]); break;
            case "summary gone": File.Delete(In("summary.json")); break;
            case "figure": Edit(In("figures/bounds.svg"), "<svg ", "<svg  "); break;
            case "overview": Edit(In("figures/overview.svg"), "<svg ", "<svg  "); break;
            case "figure gone": File.Delete(In("figures/bounds.svg")); break;
            case "diff": GiveDiff(run, "another difference"); break;
            case "diff gone": GiveDiff(run, null); break;
            case "manifest host": Edit(In("manifest.json"), "\"host\": \"", "\"host\": \"x"); break;
            case "manifest seal": EditJson(In("manifest.json"), manifest => manifest.Remove("sha256")); break;
            case "summary hash gone": Reseal(run, manifest => manifest.Remove("summary_sha256")); break;
            case "rows' hash gone": Rehash(run, summary => summary["sha256"]!.AsObject().Remove("samples.csv")); break;
            case "parameters": Reseal(run, manifest => manifest["network"]!["parameters"] = 10); break;
            case "test samples": Reseal(run, manifest => manifest["dataset"]!["test_samples"] = 123); break;
            case "width": Reseal(run, manifest => manifest["network"]!["values"]!["width"] = 9); break;
            case "final loss": Rehash(run, summary => summary["final_loss"] = 0.5); break;
            case "loss forged": EditCell(In("steps.csv"), 7, "loss", -1.9); RehashRows(run); break;
            case "sandwich": EditCell(In("steps.csv"), 7, "log_fitting_error", -50); RehashRows(run); break;
            case "position": EditCell(In("steps.csv"), 7, "bound_position", 1e-9); RehashRows(run); break;
            case "p": EditCell(In("steps.csv"), 7, "p_norm_squared", 1); RehashRows(run); break;
            case "theta": EditCell(In("steps.csv"), 7, "theta_norm_squared", -1e9); RehashRows(run); break;
            case "batch gradient": EditCell(In("steps.csv"), 7, "log_batch_gradient_norm", 50); RehashRows(run); break;
            case "samples forged": EditCell(In("samples.csv"), 3, "loss", 1); RehashRows(run); break;
            case "tensor bit":
                {
                    string tensors = In("checkpoint/step-0000000060.safetensors");
                    byte[] bytes = File.ReadAllBytes(tensors);
                    bytes[^9] ^= 1;
                    File.WriteAllBytes(tensors, bytes);
                    break;
                }

            case "tensors gone": File.Delete(In("checkpoint/step-0000000060.safetensors")); break;
            case "sidecar": Edit(In("checkpoint/step-0000000060.json"), "\"step\": 60", "\"step\": 59"); break;
            case "checkpoint gone": Directory.Delete(In("checkpoint"), recursive: true); break;
            case "data":
                {
                    string data = _session.Directory.File("other data");
                    Directory.CreateDirectory(data);
                    Array.ForEach(Directory.GetFiles(finished.Data), file => File.Copy(file, Path.Combine(data, Path.GetFileName(file))));
                    string labels = Path.Combine(data, "train-labels-idx1-ubyte");
                    byte[] bytes = File.ReadAllBytes(labels);
                    bytes[^1] ^= 1;
                    File.WriteAllBytes(labels, bytes);
                    MoveData(run, data);
                    break;
                }

            default: throw new ArgumentOutOfRangeException(nameof(damage), damage, "no such damage");
        }
    }

    private void MoveData(string run, string directory)
    {
        string manifest = Path.Combine(run, "manifest.json");
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace($"\"source\": \"{finished.Data}\"", $"\"source\": \"{directory}\"", StringComparison.Ordinal));
        Seal(manifest);
    }

    /// <summary>A difference that the manifest names, and a file that is not it.</summary>
    private static void GiveDiff(string run, string? content)
    {
        string manifest = Path.Combine(run, "manifest.json"), sha256 = new('0', 64);
        File.WriteAllText(manifest, Regex.Replace(
            File.ReadAllText(manifest), "\"diff\": (null|\\{[^}]*\\})", "\"diff\": { \"file\": \"source.diff\", \"sha256\": \"" + sha256 + "\", \"bytes\": 3, \"whole\": true }"));
        File.Delete(Path.Combine(run, "source.diff"));
        if (content is not null)
        {
            File.WriteAllText(Path.Combine(run, "source.diff"), content);
        }
    }

    /// <summary>What somebody does who knows of the seal.</summary>
    private static void Reseal(string run, Action<JsonObject> edit)
    {
        string manifest = Path.Combine(run, "manifest.json");
        EditJson(manifest, edit);
        Seal(manifest);
    }

    private static void Seal(string manifest) => File.WriteAllText(manifest, RunManifest.ReadPart(manifest, out _)!.ToJson());

    /// <summary>The same with the summary.</summary>
    private static void Rehash(string run, Action<JsonObject> edit)
    {
        string summary = Path.Combine(run, "summary.json");
        EditJson(summary, edit);
        Reseal(run, manifest => manifest["summary_sha256"] = RunFiles.Hash(summary));
    }

    private static void RehashRows(string run) => Rehash(run, summary =>
    {
        foreach ((string name, string sha256) in RunFiles.Hashes(run))
        {
            summary["sha256"]![name] = sha256;
        }
    });

    private static void EditJson(string path, Action<JsonObject> edit)
    {
        JsonObject document = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        edit(document);
        File.WriteAllText(path, document.ToJsonString() + "\n");
    }

    private static void Edit(string path, string from, string to)
    {
        string text = File.ReadAllText(path);
        int at = text.IndexOf(from, StringComparison.Ordinal);
        Assert.True(at >= 0, $"{from} is not in {path}");
        File.WriteAllText(path, text[..at] + to + text[(at + from.Length)..]);
    }

    private static void EditLines(string path, Action<List<string>> edit)
    {
        List<string> lines = [.. File.ReadAllText(path).TrimEnd('\n').Split('\n')];
        edit(lines);
        File.WriteAllText(path, string.Join('\n', lines) + "\n");
    }

    private static void EditCell(string path, int line, string column, double difference) => EditLines(path, lines =>
    {
        int index = Array.IndexOf(lines[0].Split(','), column);
        string[] cells = lines[line].Split(',');
        cells[index] = (double.Parse(cells[index], CultureInfo.InvariantCulture) + difference).ToString("R", CultureInfo.InvariantCulture);
        lines[line] = string.Join(',', cells);
    });
}
