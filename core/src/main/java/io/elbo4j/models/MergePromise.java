package io.elbo4j.models;

import io.elbo4j.merge.rule.Exactness;
import io.elbo4j.merge.rule.ModelClass;
import io.elbo4j.merge.rule.NaturalMerge;
import io.elbo4j.models.pvi.Damping;
import io.elbo4j.spec.RunSpec;
import java.util.Locale;

/**
 * What the merge of a configured run promises, for reports.
 *
 * @param merge what shards' contributions are merged by
 * @param exactness what that gives for this model
 */
public record MergePromise(String merge, Exactness exactness) {

    /** For settings that {@link Catalog#check} accepts. */
    public static MergePromise of(RunSpec spec) {
        String rule = spec.cluster().merge();
        if (Catalog.linearRegression(spec)) {
            if (rule.equals("pvi")) {
                return new MergePromise(rule, partitioned(spec));
            }
            return spec.model().closedForm()
                    ? new MergePromise(
                            "sufficient statistics",
                            new Exactness(
                                    Exactness.Kind.EXACT,
                                    "sums over shards are those of the pooled rows, and all that"
                                            + " the posterior needs"))
                    : new MergePromise("gradient-sum", pooledGradient("the gradient on all rows"));
        }
        if (rule.equals("gradient-sum")) {
            return new MergePromise(rule, pooledGradient("that of one minibatch of all shards' rows"));
        }
        if (!rule.equals("weighted-mean")) {
            return new MergePromise(rule, NetworkRounds.promise(rule));
        }
        Exactness mean = spec.cluster().shards() == 1
                ? new Exactness(Exactness.Kind.EXACT_AT_FIXED_POINT, "one shard has all rows: nothing is averaged")
                : new Exactness(
                        Exactness.Kind.APPROXIMATE,
                        "copies drift apart in " + spec.cluster().localSteps()
                                + " local steps, and their mean is not where steps on pooled rows would have led");
        return new MergePromise(rule, mean);
    }

    private static Exactness partitioned(RunSpec spec) {
        boolean full = spec.model().full();
        double damping = Damping.parse(spec.cluster().damping()).initial();
        if (full && damping < 1) {
            return new Exactness(
                    Exactness.Kind.EXACT_AT_FIXED_POINT,
                    "a shard's site is its likelihood; damping leaves a part of it to later rounds");
        }
        return NaturalMerge.SITE_PRODUCT.exactness(full ? ModelClass.CONJUGATE_FULL : ModelClass.CONJUGATE_MEAN_FIELD);
    }

    private static Exactness pooledGradient(String which) {
        return new Exactness(Exactness.Kind.EXACT_AT_FIXED_POINT, "the sum of shards' gradients is " + which);
    }

    /** The kind of promise by its name in {@code metrics.json}. */
    public String kind() {
        return exactness.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** One line for people. */
    public String text() {
        return "merge: " + merge + ", " + kind().replace('-', ' ') + ": " + exactness.reason();
    }
}
