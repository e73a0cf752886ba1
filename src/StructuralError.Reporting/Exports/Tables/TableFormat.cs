namespace StructuralError.Reporting.Exports.Tables;

/// <summary>What a table is written as. The names, in small letters, are the files' endings.</summary>
public enum TableFormat
{
    Csv,
    Parquet,
}
