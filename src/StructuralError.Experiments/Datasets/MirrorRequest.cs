using System.Diagnostics;
using System.Net;
using StructuralError.Core.Common;
using StructuralError.Runs.Storage;

namespace StructuralError.Experiments.Datasets;

/// <summary>One attempt to get one file from one mirror.</summary>
internal sealed class MirrorRequest(HttpClient client, DownloadOptions options, WaitingBudget budget)
{
    private const int Window = 1024;

    /// <param name="open">Opens the file to write to, once the mirror has answered.</param>
    /// <returns>The whole answer, unchecked, to be committed or disposed of.</returns>
    /// <exception cref="MirrorException">The mirror did not deliver the file.</exception>
    /// <exception cref="UserErrorException">The disk did not take it.</exception>
    public async Task<DurableFile> DownloadAsync(Uri address, MnistFile wanted, Func<DurableFile> open, CancellationToken cancellation)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        TimeSpan answer = options.AnswerTimeout < budget.Left ? options.AnswerTimeout : budget.Left;
        budget.News(answer);
        patience.CancelAfter(answer);
        string waitingFor = FormattableString.Invariant($"no answer within {answer.TotalSeconds:0.#} s");
        DurableFile? into = null;
        bool complete = false;
        try
        {
            using HttpResponseMessage response = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, patience.Token).ConfigureAwait(false);
            budget.News(options.StallTimeout);
            Check(response, wanted);
            waitingFor = FormattableString.Invariant($"the transfer stalled for {options.StallTimeout.TotalSeconds:0.#} s");
            into = open();
            await CopyAsync(response, wanted, into, patience).ConfigureAwait(false);
            complete = true;
            return into;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new MirrorException(waitingFor, isWorthRetrying: true);
        }
        catch (Exception exception) when (exception is FormatException or InvalidOperationException or NotSupportedException)
        {
            // Where a redirect leads to something that is no address of the web.
            throw new MirrorException($"the answer cannot be followed: {Describe(exception)}", isWorthRetrying: false, exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw new MirrorException(Describe(exception), isWorthRetrying: true, exception);
        }
        finally
        {
            if (!complete)
            {
                into?.Dispose();
            }
        }
    }

    private static void Check(HttpResponseMessage response, MnistFile wanted)
    {
        if (!response.IsSuccessStatusCode)
        {
            bool temporary = response.StatusCode >= HttpStatusCode.InternalServerError
                || response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests;
            throw new MirrorException($"answered {(int)response.StatusCode} {response.ReasonPhrase} for {wanted.CompressedName}", temporary);
        }

        if (response.Content.Headers.ContentType?.MediaType is "text/html" or "application/xhtml+xml")
        {
            throw NotTheFile(wanted);
        }

        if (response.Content.Headers.ContentLength is long length && length > LargestLength(wanted))
        {
            throw new MirrorException(
                $"wrong size: {length} bytes announced for {wanted.CompressedName}, whose content is only {wanted.Length}", isWorthRetrying: false);
        }
    }

    private async Task CopyAsync(HttpResponseMessage response, MnistFile wanted, DurableFile into, CancellationTokenSource patience)
    {
        long? total = response.Content.Headers.ContentLength;
        using Stream body = await response.Content.ReadAsStreamAsync(patience.Token).ConfigureAwait(false);
        byte[] buffer = new byte[1 << 16];
        long received = 0;
        int sinceArmed = 0;
        patience.CancelAfter(options.StallTimeout);
        var watch = Stopwatch.StartNew();
        int read;
        while ((read = await body.ReadAsync(buffer, patience.Token).ConfigureAwait(false)) > 0)
        {
            if (received == 0 && ForeignContent.IsHtml(buffer.AsSpan(0, read)))
            {
                throw NotTheFile(wanted);
            }

            received += read;
            if (watch.Elapsed >= options.SlownessTimeout && received < options.SlowestRate * watch.Elapsed.TotalSeconds)
            {
                throw new MirrorException(FormattableString.Invariant(
                    $"too slow: {received} bytes of {wanted.CompressedName} in {watch.Elapsed.TotalSeconds:0} s"), isWorthRetrying: false);
            }

            if (received > LargestLength(wanted))
            {
                throw new MirrorException($"wrong size: more than {LargestLength(wanted)} bytes came for {wanted.CompressedName}", isWorthRetrying: false);
            }

            into.Write(buffer.AsSpan(0, read));
            options.Progress(new DownloadProgress(wanted.CompressedName, received, total));
            sinceArmed += read;
            if (sinceArmed >= Window)
            {
                budget.News(options.StallTimeout);
                patience.CancelAfter(options.StallTimeout);
                sinceArmed = 0;
            }
        }

        if (total is long announced && received != announced)
        {
            throw new MirrorException($"wrong size: {received} of {announced} bytes of {wanted.CompressedName} came", isWorthRetrying: true);
        }
    }

    /// <summary>Compression never makes a file much larger than its content.</summary>
    private static long LargestLength(MnistFile wanted) => wanted.Length + (wanted.Length / 16) + 1024;

    private static MirrorException NotTheFile(MnistFile wanted) =>
        new($"answered with an HTML page in place of {wanted.CompressedName} (a login or error page?)", isWorthRetrying: false);

    private static string Describe(Exception exception)
    {
        Exception cause = exception.GetBaseException();
        return cause == exception ? exception.Message : $"{exception.Message.TrimEnd('.')}: {cause.Message}";
    }
}
