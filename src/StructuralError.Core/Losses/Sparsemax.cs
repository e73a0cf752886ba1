namespace StructuralError.Core.Losses;

/// <summary>
/// <see cref="Entmax"/> with α = 2. Ω(p) = ½‖p‖² − ½ on the simplex, p is the point of the simplex that is nearest to f,
/// d_Ω(q, f) = ½‖q − f‖² − ½‖p − f‖², and ∇²Ω*(f) = diag s − s sᵀ / Σ_c s_c with s_c = 1 where p_c &gt; 0 and 0 elsewhere. The fit is exact where f_y is larger
/// than every other logit by 1 or more (Martins and Astudillo 2016, "From softmax to sparsemax").
/// </summary>
public sealed class Sparsemax() : Entmax(2)
{
    public override string Name => "sparsemax";
}
