using System.Globalization;

namespace StructuralError.Core.Data;

/// <summary>A control point of a pen stroke in a box of 100 × 100, y downwards.</summary>
/// <param name="IsCorner">Whether the pen turns sharply here; elsewhere the curve is smooth.</param>
internal readonly record struct ControlPoint(float X, float Y, bool IsCorner);

/// <summary>How each digit is written: several ways a digit, each one or more strokes. <c>|</c> lifts the pen, <c>!</c> marks a corner.</summary>
internal static class DigitTemplates
{
    private static readonly string[][] Source =
    [
        [
            "50,5 22,28 22,72 50,95 78,72 78,28 47,6",
            "58,6 34,28 33,74 50,94 67,72 67,26 50,8",
            "70,15 42,8 20,45 38,91 70,86 81,45 55,10",
            "30,20 20,56 46,95 78,72 72,20 44,7 28,26",
        ],
        [
            "50,5 50,50 50,95",
            "32,24! 52,5! 52,50 52,95",
            "34,22! 52,6! 52,50 52,94 | 30,94 74,94",
            "62,5 52,50 40,95",
        ],
        [
            "20,28 32,9 55,5 75,18 74,38 55,60 32,80 18,93! 50,92 84,92",
            "22,25 38,7 65,8 77,26 68,50 45,74 25,90 16,82 28,72 48,84 66,93 86,86",
            "20,12 50,7 76,12 70,32 45,62 20,92! 50,93 82,92",
            "24,30 30,12 52,5 72,16 70,40 48,66 22,88! 40,84 60,92 82,90",
        ],
        [
            "22,16 45,5 70,14 70,36 45,47! 74,56 78,78 55,95 20,86",
            "20,8! 76,8! 46,42! 74,54 78,78 54,95 20,86",
            "24,14 50,5 72,18 62,40 42,48 38,43 50,46 74,58 76,82 50,96 18,84",
            "28,10 55,5 74,20 66,38 46,46! 70,52 82,70 70,90 40,95 18,82",
        ],
        [
            "30,8 24,34 20,58! 50,59 82,58 | 66,8 64,50 62,95",
            "62,95 62,50 62,6! 16,66! 86,66",
            "24,10 20,35 28,52 50,54 72,44 | 76,8 72,45 66,95",
            "34,6 18,50! 48,50 78,48 | 70,12 62,50 54,95",
        ],
        [
            "74,8! 30,8! 27,44! 52,38 76,54 76,80 50,95 20,86",
            "30,8 27,42! 50,36 76,52 74,82 48,95 20,84 | 30,9 55,10 78,6",
            "78,10 48,8 28,24 38,44 66,56 74,78 52,94 22,86",
            "80,8! 36,10! 30,40! 60,40 78,62 66,88 38,96 16,84",
        ],
        [
            "68,6 44,22 26,52 26,80 48,95 70,84 72,62 52,50 30,64",
            "58,5 36,36 24,70 36,93 62,92 74,72 60,55 38,60 26,76",
            "40,5 30,40 28,76 46,95 70,86 72,64 54,54 34,66",
            "74,14 56,5 34,24 22,58 30,88 54,95 74,80 68,58 46,54 28,70",
        ],
        [
            "18,10! 80,10! 56,50 42,95",
            "18,12! 80,8! 58,50 44,95 | 34,52 74,50",
            "20,24! 22,9! 78,11! 60,45 50,95",
            "18,16 36,8 58,14 80,8! 60,44 50,70 46,95",
        ],
        [
            "72,16 50,5 28,18 34,38 52,48 72,62 74,84 50,95 26,84 28,62 50,47 70,34 72,16",
            "50,6 30,14 30,36 50,47 70,36 70,14 50,6 | 50,47 26,60 26,84 50,95 74,84 74,60 50,47",
            "76,10 52,8 30,20 38,40 60,52 74,70 66,92 40,95 26,78 40,58 62,42 78,20",
            "64,10 40,6 28,24 46,44 70,62 70,86 48,95 28,84 34,62 56,44 72,26 60,8",
        ],
        [
            "74,30 60,8 34,10 24,32 38,52 62,46 74,24! 72,60 66,95",
            "72,20 50,6 28,18 26,42 48,52 70,38 74,22! 76,55 68,84 44,95 24,86",
            "70,14 44,6 24,26 34,48 58,46 72,18! 72,62 62,90 38,95 20,84",
            "76,28 54,6 28,20 32,46 58,46 74,22! 64,60 52,95",
        ],
    ];

    /// <summary>Strokes by digit and way of writing it.</summary>
    public static readonly ControlPoint[][][][] Strokes = [.. Source.Select(styles => styles.Select(ParseStyle).ToArray())];

    private static ControlPoint[][] ParseStyle(string style) => [.. style.Split('|').Select(ParseStroke)];

    private static ControlPoint[] ParseStroke(string stroke) => [.. stroke.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(ParsePoint)];

    private static ControlPoint ParsePoint(string point)
    {
        string[] parts = point.TrimEnd('!').Split(',');
        return new ControlPoint(Number(parts[0]), Number(parts[1]), point.EndsWith('!'));
    }

    private static float Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
