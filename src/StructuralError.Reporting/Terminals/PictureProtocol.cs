namespace StructuralError.Reporting.Terminals;

/// <summary>How a terminal is given a picture.</summary>
internal enum PictureProtocol
{
    None,

    /// <summary>https://sw.kovidgoyal.net/kitty/graphics-protocol</summary>
    Kitty,

    /// <summary>https://iterm2.com/documentation-images.html</summary>
    ITerm,

    /// <summary>See <see cref="SixelPicture"/>.</summary>
    Sixel,
}

/// <summary>Finds out what a terminal understands from what it says of itself, without asking it: an answer might never come.</summary>
internal static class PictureProtocols
{
    // They draw the screen themselves, and pass pictures on only where they are set up for it.
    private static readonly string[] Multiplexers = ["TMUX", "STY", "ZELLIJ", "INSIDE_EMACS"];

    // They know no pictures, whatever the terminal from which they were started has left in the environment.
    private static readonly string[] WithoutPictures = ["tmux", "screen", "dumb", "linux", "eterm"];

    private static readonly string[] OfSixels = ["foot", "mlterm", "contour", "yaft"];

    /// <param name="variable">A variable of the environment, null where it is not set.</param>
    public static PictureProtocol Of(Func<string, string?> variable)
    {
        string term = variable("TERM") ?? "", program = variable("TERM_PROGRAM") ?? "";
        return Multiplexers.Any(name => !string.IsNullOrEmpty(variable(name))) || WithoutPictures.Any(name => term.StartsWith(name, StringComparison.Ordinal))
                ? PictureProtocol.None
            : term is "xterm-kitty" or "xterm-ghostty" || program is "ghostty" || !string.IsNullOrEmpty(variable("KITTY_WINDOW_ID")) ? PictureProtocol.Kitty
            : program is "iTerm.app" or "WezTerm" or "mintty" || variable("LC_TERMINAL") is "iTerm2" || !string.IsNullOrEmpty(variable("ITERM_SESSION_ID"))
                ? PictureProtocol.ITerm
            : OfSixels.Any(name => term.StartsWith(name, StringComparison.Ordinal)) || term.Contains("sixel", StringComparison.Ordinal)
                || !string.IsNullOrEmpty(variable("WT_SESSION")) ? PictureProtocol.Sixel
            : PictureProtocol.None;
    }
}
