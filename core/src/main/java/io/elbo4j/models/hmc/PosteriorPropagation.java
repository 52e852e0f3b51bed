package io.elbo4j.models.hmc;

import io.elbo4j.math.Key;
import io.elbo4j.paper.Equation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Bayes' rule task after task with as little approximation as can be had: draws from each posterior by Hamiltonian Monte Carlo, and a
 * density fitted to them as the next task's prior.
 *
 * @param sampler of the posteriors
 * @param chains of each
 * @param burnIn proposals thrown away by each chain
 * @param draws kept by each chain
 * @param every proposals a draw
 * @param components numbers of components to choose from
 */
public record PosteriorPropagation(
        Hmc sampler, int chains, int burnIn, int draws, int every, List<Integer> components) {

    /**
     * After a task.
     *
     * @param draws of all chains
     * @param acceptance mean over chains
     * @param leastEffectiveSize of any coordinate, over all chains
     * @param density fitted to the draws
     */
    public record Learned(List<double[]> draws, double acceptance, double leastEffectiveSize, NormalMixture density) {}

    /**
     * Learns a task.
     *
     * @param logLikelihood of its rows
     * @param prior what the tasks before left
     * @param start of each chain
     */
    @Equation(paper = "arXiv:2301.01828v3", number = "2")
    public Learned learned(LogDensity logLikelihood, LogDensity prior, List<double[]> start, Key key) {
        LogDensity posterior = logLikelihood.times(prior);
        List<double[]> all = new ArrayList<>();
        double acceptance = 0;
        double[] effective = new double[start.get(0).length];
        for (int chain = 0; chain < chains; chain++) {
            Hmc.Chain run =
                    sampler.run(posterior, start.get(chain % start.size()), burnIn, draws, every, key.fold(chain));
            acceptance += run.acceptance() / chains;
            for (int d = 0; d < effective.length; d++) {
                int coordinate = d;
                effective[d] += EffectiveSize.of(run.draws().stream()
                        .mapToDouble(draw -> draw[coordinate])
                        .toArray());
            }
            all.addAll(run.draws());
        }
        double least = Arrays.stream(effective).min().orElseThrow();
        return new Learned(
                List.copyOf(all), acceptance, least, NormalMixture.chosen(all, components, key.fold(chains)));
    }
}
