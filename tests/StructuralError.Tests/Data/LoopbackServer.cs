using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace StructuralError.Tests.Data;

/// <summary>How a <see cref="LoopbackServer"/> answers one request, by the name of the file asked for; the stream is the connection.</summary>
internal delegate Task Answer(string name, Stream connection, CancellationToken stopping);

/// <summary>A small HTTP server on this machine that answers as badly as a test wants. One request a connection.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Answer _answer;

    public LoopbackServer(Answer answer)
    {
        _answer = answer;
        _listener.Start();
        _ = AcceptAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/mnist/");

    /// <summary>Names of the files asked for, in order.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>Serves compressed files of a set.</summary>
    public static LoopbackServer Of(Dictionary<string, byte[]> set) => new((name, connection, stopping) => SendFileAsync(set, name, connection, stopping));

    public static Task SendFileAsync(Dictionary<string, byte[]> set, string name, Stream connection, CancellationToken stopping) =>
        SendAsync(connection, "200 OK", "application/gzip", IdxBytes.Gzip(set[name[..^3]]), stopping);

    public static Answer Always(string status, string type, byte[] body) => (_, connection, stopping) => SendAsync(connection, status, type, body, stopping);

    public static async Task SendAsync(Stream connection, string status, string type, byte[] body, CancellationToken stopping, int? announced = null)
    {
        string head = $"HTTP/1.1 {status}\r\nContent-Type: {type}\r\nContent-Length: {announced ?? body.Length}\r\nConnection: close\r\n\r\n";
        await connection.WriteAsync(Encoding.ASCII.GetBytes(head), stopping);
        await connection.WriteAsync(body, stopping);
        await connection.FlushAsync(stopping);
    }

    /// <summary>Sends the beginning of an answer, then nothing.</summary>
    public static async Task StallAsync(Stream connection, byte[] start, CancellationToken stopping)
    {
        await SendAsync(connection, "200 OK", "application/gzip", start, stopping, announced: 1000);
        await Task.Delay(Timeout.Infinite, stopping);
    }

    public void Dispose()
    {
        _stopping.Cancel();
        _listener.Dispose();
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        CancellationToken stopping = _stopping.Token;
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(stopping);
                _ = ServeAsync(client, stopping);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client, CancellationToken stopping)
    {
        using (client)
        {
            try
            {
                NetworkStream connection = client.GetStream();
                using StreamReader reader = new(connection, Encoding.ASCII, leaveOpen: true);
                string request = await reader.ReadLineAsync(stopping) ?? "";
                while (await reader.ReadLineAsync(stopping) is { Length: > 0 })
                {
                }

                string name = request.Split(' ')[1].Split('/')[^1];
                Requests.Enqueue(name);
                await _answer(name, connection, stopping);
            }
            catch (Exception exception) when (exception is OperationCanceledException or IOException or SocketException)
            {
                // The client went away, or the test is over.
            }
        }
    }
}
