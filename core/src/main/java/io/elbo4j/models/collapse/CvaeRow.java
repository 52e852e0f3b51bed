package io.elbo4j.models.collapse;

import io.elbo4j.program.Initial;
import io.elbo4j.program.Trace;
import io.elbo4j.program.distribution.Normal;
import org.nd4j.autodiff.samediff.SDIndex;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * What the programs of a CVAE say of a row.
 *
 * @param trace inside the rows
 * @param spec how the features are divided
 */
record CvaeRow(Trace trace, CvaeSpec spec) {

    /** x, {@code [L, conditions]}. */
    SDVariable condition() {
        return columns(0, spec.conditions());
    }

    /** y, {@code [L, outputs]}. */
    SDVariable output() {
        return spec.conditions() == 0 ? trace.features() : columns(spec.conditions(), spec.width());
    }

    private SDVariable columns(int from, int to) {
        return trace.features().get(SDIndex.all(), SDIndex.interval(from, to));
    }

    /** U₁, {@code [latents, outputs]}. */
    SDVariable latentMatrix() {
        return matrix(trace, LinearDecoder.LATENT, spec.latents(), spec.outputs());
    }

    /** z·U₁ + x·U₂, {@code [L, outputs]}. */
    SDVariable linearMean(SDVariable z) {
        SDVariable mean = z.mmul(latentMatrix());
        return spec.conditions() == 0
                ? mean
                : mean.add(condition().mmul(matrix(trace, "decoder.condition", spec.conditions(), spec.outputs())));
    }

    /** The latents' means under a linear encoder, {@code [L, latents]}. */
    SDVariable encoded() {
        return trace.features().mmul(matrix(trace, "encoder.mean", spec.width(), spec.latents()));
    }

    /** Of a linear encoder, {@code [1, latents]}. */
    SDVariable logSd() {
        return trace.parameter("encoder.logSd", Initial.constant(0), 1, spec.latents());
    }

    /** y ~ N(mean, σ²). */
    void observe(SDVariable mean) {
        trace.observe("output", new Normal(mean, trace.constant(spec.noiseLogSd())), output());
    }

    static SDVariable matrix(Trace trace, String name, int inputs, int outputs) {
        return trace.parameter(name, Initial.glorot(inputs, outputs), inputs, outputs);
    }
}
