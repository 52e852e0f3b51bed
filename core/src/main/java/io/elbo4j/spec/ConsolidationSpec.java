package io.elbo4j.spec;

/**
 * How learners of points hold on to what they know.
 *
 * @param strength factor of the penalty; 1 is Bayes' rule for {@code ewc} and {@code laplace}
 * @param decay factor of the precision of earlier tasks at each task, in (0, 1]
 * @param rows of which the Fisher information is taken
 * @param damping added to the squared way of a parameter, {@code si}
 */
public record ConsolidationSpec(double strength, double decay, int rows, double damping) {

    static ConsolidationSpec of(Settings settings) {
        return new ConsolidationSpec(
                RunSpec.within(settings, "consolidation.strength", 0, 1e12, true),
                RunSpec.within(settings, "consolidation.decay", 0, 1, true),
                settings.whole("consolidation.rows", 1),
                RunSpec.within(settings, "consolidation.damping", 0, 1e6, true));
    }
}
