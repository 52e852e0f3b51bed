package io.elbo4j.density;

import io.elbo4j.data.Features;

/** A network whose last layer is linear in what lies before it. */
public interface FeatureNetwork extends Network {

    /** E: how many numbers the last layer reads. */
    int featureWidth();

    /** The last layer's weights, {@code [K, E]}; its biases follow where it has them. */
    ParameterBlock head();

    /**
     * What the last layer reads, for each row.
     *
     * @param theta {@code [D]}; not written to
     * @return {@code [rows, E]}
     */
    float[] features(float[] theta, Features inputs);

    /**
     * The chain rule from what the last layer reads to the parameters before it.
     *
     * @param theta {@code [D]}; not written to
     * @param featureGradient {@code [rows, E]}: of any function of the features
     * @return its gradient with respect to θ, {@code [D]}; 0 for the last layer
     */
    float[] pullback(float[] theta, Features inputs, float[] featureGradient);

    /**
     * Both, where the second needs the first: what was worked out on the way there need not be worked out again.
     *
     * @param theta {@code [D]}; must not change before the way back
     */
    default FeaturePass pass(float[] theta, Features inputs) {
        float[] features = features(theta, inputs);
        return new FeaturePass() {
            @Override
            public float[] features() {
                return features;
            }

            @Override
            public float[] pullback(float[] featureGradient) {
                return FeatureNetwork.this.pullback(theta, inputs, featureGradient);
            }
        };
    }
}
