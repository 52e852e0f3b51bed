package io.elbo4j.models;

import io.elbo4j.density.Network;
import io.elbo4j.estimator.Estimator;
import io.elbo4j.merge.Average;
import io.elbo4j.merge.GradientSum;
import io.elbo4j.merge.MeanFieldRound;
import io.elbo4j.merge.ShortMessages;
import io.elbo4j.merge.SiteProduct;
import io.elbo4j.merge.SiteSlots;
import io.elbo4j.merge.Turns;
import io.elbo4j.merge.WeightedMean;
import io.elbo4j.merge.rule.Exactness;
import io.elbo4j.merge.rule.ModelClass;
import io.elbo4j.merge.rule.MomentMatching;
import io.elbo4j.merge.rule.NaturalMerge;
import io.elbo4j.models.pvi.Damping;
import io.elbo4j.spec.ClusterSpec;
import io.elbo4j.spec.RunSpec;
import io.elbo4j.spec.SpecException;
import io.elbo4j.update.Ivon;
import io.elbo4j.update.MeanFieldUpdate;
import io.elbo4j.update.Target;

/**
 * The merge rules of networks by name.
 *
 * @param network of the likelihood
 * @param estimator of its gradient
 * @param update of the belief
 * @param target what is inferred
 */
record NetworkRounds(Network network, Estimator estimator, MeanFieldUpdate update, Target target) {

    private static final ModelClass CLASS = ModelClass.NETWORK_MEAN_FIELD;

    /** Whether the settings of the merge go together. */
    static void check(RunSpec spec) {
        ClusterSpec cluster = spec.cluster();
        if (!cluster.merge().equals("pvi")) {
            return;
        }
        if (cluster.messageBits() != 32) {
            throw new SpecException("settings: sites travel as float32: merge.rule=pvi cluster.messageBits="
                    + cluster.messageBits() + "; use cluster.messageBits=32, or another merge.rule");
        }
        damping(cluster);
        if (!spec.train().optimiser().equals("ivon")) {
            throw new SpecException("settings: sites of networks need ivon: merge.rule=pvi train.optimiser="
                    + spec.train().optimiser() + "; use train.optimiser=ivon, or merge.rule=weighted-mean");
        }
    }

    /** Steps of a shard in a value round. */
    static int stepsPerRound(ClusterSpec cluster) {
        return cluster.merge().equals("gradient-sum") ? 1 : cluster.localSteps();
    }

    /** How many value rounds make up the epochs. */
    static int valueRounds(RunSpec spec, long totalRows) {
        double rowsPerStep = (double) spec.train().batch() * shardsPerRound(spec.cluster());
        double steps = spec.train().epochs() * totalRows / rowsPerStep;
        return (int) Math.max(1, Math.ceil(steps / stepsPerRound(spec.cluster())));
    }

    /** Every shard must fill a batch: said here, not in a task of the first round. */
    static void requireBatches(RunSpec spec, long totalRows) {
        long smallest = totalRows / spec.cluster().shards();
        if (smallest < spec.train().batch()) {
            throw new SpecException("settings: batch larger than a shard: train.batch="
                    + spec.train().batch() + " rowsOfSmallestShard=" + smallest + " cluster.shards="
                    + spec.cluster().shards() + "; lower train.batch or cluster.shards");
        }
    }

    /** How many shards work in a value round. */
    static int shardsPerRound(ClusterSpec cluster) {
        return cluster.merge().equals("pvi") && turns(cluster).sequential() ? 1 : cluster.shards();
    }

    /** What {@code pvi}, {@code natural-average} or {@code moment} promises. */
    static Exactness promise(String rule) {
        return switch (rule) {
            case "pvi" -> NaturalMerge.SITE_PRODUCT.exactness(CLASS);
            case "natural-average" -> NaturalMerge.PLAIN_AVERAGE.exactness(CLASS);
            default -> MomentMatching.INSTANCE.exactness(CLASS);
        };
    }

    /** The configured rule. */
    MeanFieldRound of(RunSpec spec) {
        MeanFieldRound round = whole(spec);
        return spec.cluster().messageBits() == 16 ? new ShortMessages(round) : round;
    }

    private MeanFieldRound whole(RunSpec spec) {
        ClusterSpec cluster = spec.cluster();
        int batch = spec.train().batch();
        return switch (cluster.merge()) {
            case "gradient-sum" -> new GradientSum(network, estimator, update, target, batch);
            case "pvi" ->
                new SiteProduct(
                        network,
                        estimator,
                        (Ivon) update,
                        target,
                        batch,
                        cluster.localSteps(),
                        cluster.shards(),
                        damping(cluster),
                        turns(cluster));
            case "natural-average" -> mean(batch, cluster, Average.NATURAL);
            case "moment" -> mean(batch, cluster, Average.MOMENTS);
            default -> mean(batch, cluster, Average.MEANS);
        };
    }

    private WeightedMean mean(int batch, ClusterSpec cluster, Average average) {
        return new WeightedMean(network, estimator, update, target, batch, cluster.localSteps(), average);
    }

    private static Turns turns(ClusterSpec cluster) {
        return Turns.parse(cluster.schedule());
    }

    /** Where {@code pvi} keeps its sites. */
    static SiteSlots sitePlaces(ClusterSpec cluster) {
        return new SiteSlots(cluster.shards(), turns(cluster).staleness());
    }

    /**
     * Left to itself: 2 / M where all shards correct the same belief at once, none where one does. M shards that are alike, with
     * a curvature λ times what independent normals see of it, together go M λ / (λ + M − 1) of the way to the optimum: below M,
     * so that with 2 / M no curvature makes rounds diverge. With 1 / M networks learned more slowly. Corrections of a belief that is a
     * round old come twice before they are seen, so half of that is the bound where shards see such beliefs.
     */
    private static double damping(ClusterSpec cluster) {
        Damping damping = Damping.parse(cluster.damping());
        if (!damping.auto()) {
            return damping.initial();
        }
        Turns turns = turns(cluster);
        return turns.sequential() ? 1 : Math.min(1, 2.0 / ((1 + turns.staleness()) * cluster.shards()));
    }
}
