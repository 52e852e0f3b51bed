package io.elbo4j.models.collapse;

import io.elbo4j.models.collapse.TwoLevelSpec.EncoderVariance.Fixed;
import io.elbo4j.program.Initial;
import io.elbo4j.program.Trace;
import java.util.Arrays;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Parameters of the programs with two levels.
 *
 * @param trace inside the rows
 */
record TwoLevelRow(Trace trace, TwoLevelSpec spec) {

    /** U₁, {@code [first, outputs]}. */
    SDVariable firstMatrix() {
        return CvaeRow.matrix(trace, "decoder.first", spec.first(), spec.outputs());
    }

    /** U₂, {@code [second, first]}. */
    SDVariable secondMatrix() {
        return CvaeRow.matrix(trace, TwoLevelDecoder.SECOND, spec.second(), spec.first());
    }

    /** Mean of the first latents given the row, {@code [L, first]}. */
    SDVariable firstMean() {
        return trace.features().mmul(CvaeRow.matrix(trace, "encoder.first", spec.outputs(), spec.first()));
    }

    /** W₂, {@code [first, second]}. */
    SDVariable secondEncoder() {
        return CvaeRow.matrix(trace, "encoder.second", spec.first(), spec.second());
    }

    /** {@code [1, first]}. */
    SDVariable firstLogSd() {
        if (spec.firstVariance() instanceof Fixed fixed) {
            double[] logSd = new double[spec.first()];
            Arrays.fill(logSd, 0.5 * Math.log(fixed.variance()));
            return trace.constant(logSd);
        }
        return trace.parameter("encoder.firstLogSd", Initial.constant(0), 1, spec.first());
    }

    /** {@code [1, second]}. */
    SDVariable secondLogSd() {
        return trace.parameter("encoder.secondLogSd", Initial.constant(0), 1, spec.second());
    }
}
