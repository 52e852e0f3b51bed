package io.elbo4j.models.collapse;

import io.elbo4j.program.Program;
import io.elbo4j.program.Trace;
import org.nd4j.autodiff.samediff.SDVariable;

/** Log densities of linear-Gaussian programs with their latents integrated out, elementwise: what is added up is exact, not a draw. */
final class Expectation {

    /** The guide of a program that has no latents left. */
    record NoLatents() implements Program {

        @Override
        public void run(Trace trace) {}
    }

    private static final double LOG_2PI = Math.log(2 * Math.PI);

    private Expectation() {}

    /**
     * Of −½ ((value − mean)² + variance)/σ² − log σ − ½ log 2π.
     *
     * @param difference value − mean, {@code [L, E]}
     * @param variance of that difference given the row, {@code [1, E]}
     */
    static SDVariable logNormal(SDVariable difference, SDVariable variance, double noiseVariance) {
        return square(difference)
                .add(variance)
                .mul(-0.5 / noiseVariance)
                .sub(0.5 * (Math.log(noiseVariance) + LOG_2PI));
    }

    /**
     * KL(N(mean, variance), N(0, 1)).
     *
     * @param meanSquare the expected square of the mean, {@code [L, E]}
     */
    static SDVariable klNats(SDVariable meanSquare, SDVariable logSd) {
        return meanSquare.add(variance(logSd)).sub(1).sub(logSd.mul(2)).mul(0.5);
    }

    /** Entropies of normals, {@code [1, E]}, nats. */
    static SDVariable entropyNats(SDVariable logSd) {
        return logSd.add(0.5 * (1 + LOG_2PI));
    }

    static SDVariable square(SDVariable x) {
        return x.mul(x);
    }

    static SDVariable variance(SDVariable logSd) {
        return logSd.getSameDiff().math().exp(logSd.mul(2));
    }

    /** Variances of a linear map of independent numbers: {@code [1, E]} through {@code [E, O]} to {@code [1, O]}. */
    static SDVariable through(SDVariable variance, SDVariable matrix) {
        return variance.mmul(square(matrix));
    }
}
