namespace StructuralError.Core.Statistics;

/// <summary>Median over a window of rows centred on each row: the level of a noisy series. A median, so that a single odd batch does not move it.</summary>
public static class RunningMedian
{
    /// <summary>Window of the claims, in rows: half the paper's window of 50, odd so that it has a centre.</summary>
    public const int DefaultWindow = 25;

    /// <summary>The median of the <paramref name="window"/> rows around each row; at the ends, of those there are. NaN where one of them is NaN.</summary>
    /// <param name="window">Odd, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">An even or smaller window.</exception>
    public static double[] Of(ReadOnlySpan<double> values, int window = DefaultWindow)
    {
        if (window < 1 || window % 2 == 0)
        {
            throw new ArgumentOutOfRangeException(nameof(window), window, "A centred window has an odd length.");
        }

        double[] medians = new double[values.Length];
        int half = window / 2;
        var sorted = new SortedWindow(Math.Min(window, values.Length));
        for (int i = -half; i < values.Length; i++)
        {
            if (i > half)
            {
                sorted.Remove(values[i - half - 1]);
            }

            if (i + half < values.Length)
            {
                sorted.Add(values[i + half]);
            }

            if (i >= 0)
            {
                medians[i] = sorted.Median;
            }
        }

        return medians;
    }

    /// <summary>The rows of a window in order of size: moving on by a row changes two of them.</summary>
    private sealed class SortedWindow(int capacity)
    {
        private readonly double[] _values = new double[capacity];
        private int _count;
        private int _undefined;

        public double Median => _undefined > 0 ? double.NaN
            : _count % 2 == 1 ? _values[_count / 2]
            : (_values[(_count / 2) - 1] + _values[_count / 2]) / 2;

        public void Add(double value)
        {
            if (double.IsNaN(value))
            {
                _undefined++;
                return;
            }

            int place = Place(value);
            _values.AsSpan(place, _count - place).CopyTo(_values.AsSpan(place + 1));
            _values[place] = value;
            _count++;
        }

        public void Remove(double value)
        {
            if (double.IsNaN(value))
            {
                _undefined--;
                return;
            }

            int next = Place(value) + 1;
            _values.AsSpan(next, _count - next).CopyTo(_values.AsSpan(next - 1));
            _count--;
        }

        // Of the value where it is there, otherwise where it belongs.
        private int Place(double value)
        {
            int found = _values.AsSpan(0, _count).BinarySearch(value);
            return found < 0 ? ~found : found;
        }
    }
}
