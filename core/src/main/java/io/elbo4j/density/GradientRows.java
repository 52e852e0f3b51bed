package io.elbo4j.density;

/** Takes a gradient piece by piece, so that nobody holds all of it. */
@FunctionalInterface
public interface GradientRows {

    /**
     * Takes the gradient of neighbouring parameters.
     *
     * @param offset of the first one in θ
     * @param gradient valid until this returns
     * @param length how many entries count
     */
    void take(int offset, float[] gradient, int length);
}
