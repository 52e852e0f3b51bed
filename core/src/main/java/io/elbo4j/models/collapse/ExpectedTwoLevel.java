package io.elbo4j.models.collapse;

import io.elbo4j.objective.Elbo;
import io.elbo4j.paper.Equation;
import io.elbo4j.program.Inference;
import io.elbo4j.program.Program;
import io.elbo4j.program.Trace;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * The bound of {@link TwoLevelDecoder} and {@link TwoLevelEncoder} with all latents integrated out.
 *
 * @param firstBeta β₁, of the first latents' divergence
 * @param secondBeta β₂, of the second ones'
 */
public record ExpectedTwoLevel(TwoLevelSpec spec, double firstBeta, double secondBeta) implements Program {

    /** To be maximised; its parameters are those of the programs. */
    public Inference<Elbo> inference() {
        return new Inference<>(this, new Expectation.NoLatents(), new Elbo(), 1);
    }

    @Override
    @Equation(paper = "arXiv:2306.05023", number = "linear two-level VAE, expected loss")
    public void run(Trace trace) {
        trace.rows(row -> {
            TwoLevelRow levels = new TwoLevelRow(row, spec);
            SDVariable mean = levels.firstMean();
            SDVariable logSd = levels.firstLogSd();
            SDVariable variance = Expectation.variance(logSd);
            SDVariable difference = row.features().sub(mean.mmul(levels.firstMatrix()));
            SDVariable spread = Expectation.through(variance, levels.firstMatrix());
            row.score("output", Expectation.logNormal(difference, spread, spec.noiseVariance()));
            row.score("z1", firstLevel(levels, mean, variance).mul(firstBeta));
            row.score("z1.entropy", Expectation.entropyNats(logSd).mul(firstBeta));
            SDVariable encoder = levels.secondEncoder();
            SDVariable meanSquare = Expectation.square(mean.mmul(encoder)).add(Expectation.through(variance, encoder));
            row.score("z2", Expectation.klNats(meanSquare, levels.secondLogSd()).mul(-secondBeta));
        });
    }

    /** E log p(z₁ given z₂): the difference z₁ − z₂·U₂ is z₁·(I − W₂·U₂), less the spread of z₂ through U₂. */
    private SDVariable firstLevel(TwoLevelRow levels, SDVariable mean, SDVariable variance) {
        SDVariable encoder = levels.secondEncoder();
        SDVariable matrix = levels.secondMatrix();
        SDVariable there = encoder.mmul(matrix);
        SDVariable diagonal = encoder.permute(1, 0).mul(matrix).sum(true, 0);
        // Σⱼ vⱼ (I − M)ⱼₖ² = vₖ (1 − 2 Mₖₖ) + Σⱼ vⱼ Mⱼₖ².
        SDVariable spread = variance.mul(diagonal.mul(-2).add(1))
                .add(Expectation.through(variance, there))
                .add(Expectation.through(Expectation.variance(levels.secondLogSd()), matrix));
        return Expectation.logNormal(mean.sub(mean.mmul(there)), spread, spec.noiseVariance());
    }
}
