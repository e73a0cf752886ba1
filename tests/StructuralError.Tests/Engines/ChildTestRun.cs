using System.Diagnostics;
using System.Globalization;
using System.Xml.Linq;

namespace StructuralError.Tests.Engines;

/// <summary>Some tests of this assembly, run in a process of their own under other environment variables.</summary>
/// <param name="Outcomes">Outcome by test name, as in the TRX file.</param>
public sealed record ChildTestRun(int ExitCode, int Passed, int Failed, IReadOnlyDictionary<string, string> Outcomes, string Output)
{
    // Hundreds of tests, without vectors in one mode, perhaps on a machine that does other things.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    /// <summary>Runs those tests whose full name matches one of the patterns; a <c>*</c> at the beginning or the end stands for anything.</summary>
    /// <param name="variables">Environment variables to set.</param>
    /// <exception cref="TimeoutException">The run took longer than a quarter of an hour; it has been stopped.</exception>
    public static ChildTestRun Start(string[] tests, params (string Name, string Value)[] variables)
    {
        string results = Directory.CreateTempSubdirectory("structural-error-tests-").FullName, trx = Path.Combine(results, "child.trx");
        try
        {
            // The assembly is a program that runs itself; VSTest in between would be two more processes.
            string host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
            string[] arguments = ["exec", typeof(ChildTestRun).Assembly.Location, "-noLogo", "-noColor", "-noAutoReporters", "-trx", trx, .. tests.SelectMany(test => (string[])["-method", test])];
            var start = new ProcessStartInfo(host, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
            foreach ((string name, string value) in variables)
            {
                start.Environment[name] = value;
            }

            using Process process = Process.Start(start)!;
            Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(Patience))
            {
                process.Kill(entireProcessTree: true);
                throw new TimeoutException($"the tests of '{string.Join(' ', tests)}' took longer than {Patience}.");
            }

            return Read(trx, process.ExitCode, output.Result + error.Result);
        }
        finally
        {
            Directory.Delete(results, recursive: true);
        }
    }

    private static ChildTestRun Read(string path, int exitCode, string output)
    {
        if (!File.Exists(path))
        {
            return new ChildTestRun(exitCode, 0, 0, new Dictionary<string, string>(), output);
        }

        XElement root = XDocument.Load(path).Root!;
        XElement counters = root.Descendants(root.Name.Namespace + "Counters").Single();
        var outcomes = root.Descendants(root.Name.Namespace + "UnitTestResult")
            .GroupBy(result => result.Attribute("testName")!.Value)
            .ToDictionary(group => group.Key, group => group.First().Attribute("outcome")!.Value);
        return new ChildTestRun(exitCode, Count("passed"), Count("failed"), outcomes, output);

        int Count(string name) => int.Parse(counters.Attribute(name)!.Value, CultureInfo.InvariantCulture);
    }
}
