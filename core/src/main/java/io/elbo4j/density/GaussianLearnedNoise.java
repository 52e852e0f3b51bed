package io.elbo4j.density;

/** A real value with noise of one unknown variance, learned as a point; the output is the mean. */
public record GaussianLearnedNoise() implements ObservationModel {

    @Override
    public int outputs() {
        return 1;
    }

    @Override
    public double logLik(float[] out, int at, float target, double logNoiseVariance) {
        return GaussianFixedNoise.normal((double) target - out[at], logNoiseVariance);
    }

    @Override
    public String sharedParameter() {
        return "likelihood.logNoiseVariance";
    }

    @Override
    public String targetError(float target) {
        return Float.isFinite(target) ? "" : "a finite number";
    }
}
