using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace StructuralError.Tests.Architecture;

/// <summary>What a compiled assembly uses of others.</summary>
internal static class AssemblyTypes
{
    /// <summary>Full names of the types of other assemblies that its code names.</summary>
    public static IReadOnlyList<string> UsedBy(Assembly assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        MetadataReader metadata = file.GetMetadataReader();
        return
        [
            .. from handle in metadata.TypeReferences
               let type = metadata.GetTypeReference(handle)
               select $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}",
        ];
    }
}
