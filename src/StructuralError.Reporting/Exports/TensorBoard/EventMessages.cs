namespace StructuralError.Reporting.Exports.TensorBoard;

/// <summary>
/// The messages of an event file, with the field numbers of TensorBoard's <c>event.proto</c>, <c>summary.proto</c> and, of the hyper-parameters,
/// <c>plugins/hparams/plugin_data.proto</c>.
/// </summary>
/// <param name="wallTime">Of every event, in seconds since 1970.</param>
internal sealed class EventMessages(double wallTime)
{
    /// <summary>What every event file says first.</summary>
    public const string FileVersion = "brain.Event:2";

    private const string PluginName = "hparams";
    private const int Success = 1;
    private const int Failure = 2;
    private const int Running = 3;

    /// <param name="writer">Who writes the file.</param>
    public ProtobufMessage Version(string writer) => Event(0).Add(3, FileVersion).Add(10, new ProtobufMessage().Add(1, writer));

    /// <summary>Values of one step. TensorBoard keeps them as float32.</summary>
    /// <param name="values">Null where there is none.</param>
    public ProtobufMessage Scalars(long step, params IEnumerable<(string Tag, double? Value)> values)
    {
        ProtobufMessage summary = new();
        foreach ((string tag, double? value) in values.Where(scalar => scalar.Value is not null))
        {
            summary.Add(1, new ProtobufMessage().Add(1, tag).Add(2, (float)value!));
        }

        return Event(step).Add(5, summary);
    }

    /// <param name="fields">A number or a flag where the text is one.</param>
    public ProtobufMessage Hyperparameters(IEnumerable<KeyValuePair<string, string?>> fields)
    {
        ProtobufMessage start = new();
        foreach ((string name, string? text) in fields)
        {
            start.Add(1, new ProtobufMessage().Add(1, name).Add(2, Value(text)));
        }

        return Plugin("session_start_info", 3, start.Add(5, wallTime));
    }

    /// <param name="isSuccess">Null while it runs.</param>
    public ProtobufMessage SessionEnd(bool? isSuccess, double seconds) =>
        Plugin("session_end_info", 4, new ProtobufMessage().Add(1, isSuccess switch { true => Success, false => Failure, null => Running }).Add(2, seconds));

    private ProtobufMessage Event(long step) => new ProtobufMessage().Add(1, wallTime).Add(2, step);

    private ProtobufMessage Plugin(string tag, int field, ProtobufMessage content)
    {
        ProtobufMessage plugin = new ProtobufMessage().Add(1, PluginName).Add(2, new ProtobufMessage().Add(1, 0).Add(field, content));
        ProtobufMessage value = new ProtobufMessage().Add(1, $"_{PluginName}_/{tag}").Add(9, new ProtobufMessage().Add(1, plugin));
        return Event(0).Add(5, new ProtobufMessage().Add(1, value));
    }

    /// <summary>A <c>google.protobuf.Value</c>.</summary>
    private static ProtobufMessage Value(string? text) => FieldKinds.Of(text) switch
    {
        null => new ProtobufMessage().Add(1, 0),
        FieldKind.Flag => new ProtobufMessage().Add(4, text == FieldKinds.True ? 1 : 0),
        FieldKind.Whole or FieldKind.Real => new ProtobufMessage().Add(2, FieldKinds.Number(text!)),
        _ => new ProtobufMessage().Add(3, text!),
    };
}
