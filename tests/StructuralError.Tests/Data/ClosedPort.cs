using System.Net;
using System.Net.Sockets;

namespace StructuralError.Tests.Data;

/// <summary>An address of this machine where nobody listens, held so that no other test's server gets it meanwhile.</summary>
internal sealed class ClosedPort : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public ClosedPort() => _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_socket.LocalEndPoint!).Port}/");

    public void Dispose() => _socket.Dispose();
}
