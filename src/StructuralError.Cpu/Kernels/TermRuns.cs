using System.Runtime.Intrinsics;

namespace StructuralError.Cpu.Kernels;

/// <summary>Terms made from lists of their offsets.</summary>
internal static unsafe class TermRuns
{
    /// <summary>Elements that source and destination must have room for beyond what is counted: whole vectors are loaded and stored.</summary>
    public const int Slack = 16;

    /// <summary>Writes the terms (<c>x[i]</c>, <c>w[i]·scale + shift</c>), i &lt; <paramref name="count"/>.</summary>
    /// <param name="x">Not negative.</param>
    public static void Write(int* x, int* w, int count, int scale, int shift, Term* destination)
    {
        unchecked
        {
            if (Vector512.IsHardwareAccelerated)
            {
                for (int i = 0; i < count; i += Slack)
                {
                    (Vector512<ulong> low, Vector512<ulong> high) = Vector512.Widen(Vector512.Load(x + i).AsUInt32());
                    (Vector512<ulong> lowW, Vector512<ulong> highW) = Vector512.Widen(((Vector512.Load(w + i) * scale) + Vector512.Create(shift)).AsUInt32());
                    (low | (lowW << 32)).Store((ulong*)(destination + i));
                    (high | (highW << 32)).Store((ulong*)(destination + i + (Slack / 2)));
                }

                return;
            }

            for (int i = 0; i < count; i++)
            {
                destination[i] = new Term { X = x[i], W = (w[i] * scale) + shift };
            }
        }
    }
}
