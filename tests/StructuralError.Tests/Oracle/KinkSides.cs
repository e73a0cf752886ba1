namespace StructuralError.Tests.Oracle;

/// <summary>
/// On which side of its kinks a sample is taken. Those nearer than <paramref name="width"/>, on the scale of <see cref="KinkMargin"/>, are numbered as the forward pass comes to
/// them, and number i is taken on its other side where bit i of <paramref name="others"/> is set.
/// </summary>
public sealed class KinkSides(double width, int others)
{
    /// <summary>How many kinks of the pass were nearer than the width.</summary>
    public int Near { get; private set; }

    /// <summary>Whether the kink at this distance is taken on its other side. Exact zeros and ties are no kinks, see <see cref="KinkMargin.Add"/>.</summary>
    public bool IsOther(double distance, double scale)
    {
        if (distance == 0 || Math.Abs(distance) > width * scale)
        {
            return false;
        }

        int kink = Near++;
        return kink < sizeof(int) * 8 && ((others >> kink) & 1) != 0;
    }
}
