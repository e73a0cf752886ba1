using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;

namespace StructuralError.Reporting.Html;

/// <summary>
/// A style sheet or script inside the page. To an XML reader it is a CDATA section; to a browser, which takes the content as it is, the section's
/// marks are comments: <c>/*&lt;![CDATA[*/ … /*]]&gt;*/</c>.
/// </summary>
internal sealed class EmbeddedText
{
    private const string CommentStart = "/*", CommentEnd = "*/";

    private readonly string _inside;

    /// <exception cref="ArgumentException">The text holds what would end it early.</exception>
    public EmbeddedText(string text)
    {
        if (text.Contains("]]>", StringComparison.Ordinal)
            || text.Contains("</script", StringComparison.OrdinalIgnoreCase) || text.Contains("</style", StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException("The text cannot stand in a page: it holds ']]>' or an end tag.", nameof(text));
        }

        _inside = $"{CommentEnd}\n{text}{CommentStart}";
    }

    public IEnumerable<XText> Nodes => [new XText(CommentStart), new XCData(_inside), new XText(CommentEnd)];

    /// <summary>Of what the browser sees, in base 64.</summary>
    public string Sha256 => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes($"{CommentStart}<![CDATA[{_inside}]]>{CommentEnd}")));
}
