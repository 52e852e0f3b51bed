package io.elbo4j.models;

import io.elbo4j.family.SparseGaussian;
import io.elbo4j.merge.Pruning;
import io.elbo4j.merge.SupportUnion;
import io.elbo4j.spec.RunSpec;
import io.elbo4j.spec.Settings;
import io.elbo4j.spec.SpecException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Networks that were trained apart, each on rows of its own, made one: the product on the union of their supports, then
 * pruned to the budget of one of them. Both are models before their first round, so that a training may start there.
 *
 * @param union with all weights that any of them has
 * @param pruned with the budget of its settings; the union itself where that has none
 * @param lossNats predicted loss of the bound by the pruning ({@link Pruning})
 */
public record MergedModel<S>(TrainedModel<S> union, TrainedModel<S> pruned, double lossNats) {

    /**
     * Merges them. The arrays do not depend on the order of the models; settings that may differ (data, seed, steps) are
     * those of the first.
     *
     * @param models at least two
     * @param density of the result in place of that of the settings
     * @throws SpecException when the models do not go together
     * @throws IllegalArgumentException when their product is no distribution
     */
    public static MergedModel<?> of(List<NamedModel> models, OptionalDouble density) {
        if (models.size() < 2) {
            throw new SpecException("merge: too few models: models=" + models.size() + "; give two or more");
        }
        NamedModel first = models.get(0);
        models.forEach(model -> model.requireVariances());
        for (NamedModel other : models.subList(1, models.size())) {
            first.requireMergeable(other, density.isEmpty());
        }
        ModelInput input = first.model().input();
        long rows = 0;
        List<SupportUnion.Part> parts = new ArrayList<>();
        for (NamedModel model : models) {
            rows = Math.addExact(rows, model.model().input().trainingRows());
            parts.add(model.part());
        }
        ModelInput all = new ModelInput(
                input.shape(), input.featureNames(), input.classes(), rows, input.dl4j(), input.earlier());
        RunSpec spec = density.isEmpty()
                ? first.model().spec()
                : withDensity(first.model().spec(), density.getAsDouble());
        return of(TrainedModel.untrained(spec, all, first.model().standardisation()), parts);
    }

    private static <S> MergedModel<S> of(TrainedModel<S> untrained, List<SupportUnion.Part> parts) {
        NetworkBelief<S> network = untrained.job().network().orElseThrow();
        SparseGaussian union = SupportUnion.of(
                parts, network.target().layout(), network.target().prior());
        TrainedModel<S> whole = untrained.at(network.around(union), 0);
        if (network.activePerLayer().isEmpty()) {
            return new MergedModel<>(whole, whole, 0);
        }
        Pruning pruning = Pruning.toBudget(
                union, network.target(), network.activePerLayer().get());
        return new MergedModel<>(whole, untrained.at(network.around(pruning.posterior()), 0), pruning.lossNats());
    }

    private static RunSpec withDensity(RunSpec spec, double density) {
        if (!spec.model().name().equals("ssvi")) {
            throw new SpecException("merge: density without a budget: model.name="
                    + spec.model().name() + " density=" + density
                    + "; all weights of this model are active, leave the density out");
        }
        return RunSpec.of(Settings.of(
                spec.settings().render(), "model", List.of("model.density=" + density, "model.layerDensity=[]")));
    }
}
