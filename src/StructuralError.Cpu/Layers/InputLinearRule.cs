using StructuralError.Core.Networks;

namespace StructuralError.Cpu;

internal sealed unsafe partial class SimdEngine<T, TVector, TWide, TSimd>
{
    /// <summary>
    /// The linear layer that reads the network's input. Its weights are the largest of a fully connected network and stay in no first-level cache, so its forward pass runs
    /// ahead of the other layers', over many samples at a time.
    /// </summary>
    private sealed class InputLinearRule(LinearLayer layer, LinearParameters parameters, bool isOutput, Tensor input, Tensor output) : LinearRule(layer, parameters, isOutput, input, output)
    {
        private readonly LinearParameters _parameters = parameters;

        /// <summary>Where sample n of the batch has its pixels.</summary>
        public T* InputOf(int n) => _parameters.Inputs + ((long)n * _parameters.InputStride);

        /// <summary>y = W x + b of the samples <paramref name="first"/> … <paramref name="end"/> − 1 of the batch, from their places among the inputs to those among the outputs.</summary>
        public void ForwardAhead(int first, int end) =>
            Multiply(_parameters, InputOf(first), _parameters.Outputs + ((long)first * _parameters.OutputStride), end - first);

        public override void Forward(Sample sample)
        {
            // A sample that is only evaluated belongs to no batch.
            if (sample.Position < 0)
            {
                Multiply(_parameters, Input.Origin, Output.Origin, 1);
                return;
            }

            NoteSquaredNorm(InputOf(sample.Position));
            int length = _parameters.OutputStride;
            new Span<T>(_parameters.Outputs + ((long)sample.Position * length), length).CopyTo(new Span<T>(Output.Origin, length));
        }
    }
}
