package io.elbo4j.density;

/**
 * A prior of the weights alone: flat (precision 0) for every parameter of another role.
 *
 * @param layout tells the roles
 * @param weights prior of the weights
 */
public record LayeredPrior(ParameterLayout layout, GaussianPrior weights) implements GaussianPrior {

    @Override
    public double mean(int index) {
        return weights.mean(index);
    }

    @Override
    public double precision(int index) {
        return layout.at(index).role() == Role.WEIGHT ? weights.precision(index) : 0;
    }
}
