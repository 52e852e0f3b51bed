package io.elbo4j.spark.scaling;

import io.elbo4j.algorithm.OrderedFold;

/**
 * How long a round takes on machines that are not there: a formula and its constants. Not in it: stragglers and lost executors,
 * other traffic on the links, garbage collection that grows with the heap, and the first rounds of a cold virtual machine.
 *
 * @param spark what Spark takes
 * @param rows N, of the training
 */
record ScalingModel(SparkCost spark, long rows) {

    /** Spark cuts a broadcast into blocks of this size; executors pass on what they have. */
    private static final double BLOCK_BYTES = 4 << 20;

    /** One round. */
    RoundCost round(RoundWork work, Cluster cluster, int shards) {
        int groups = shards <= OrderedFold.FAN_IN ? 0 : waves(shards, OrderedFold.FAN_IN);
        double takesIn = groups == 0 ? shards : groups;
        double collected = groups == 0 ? shards * work.contributionBytes() : groups * work.groupBytes();
        double state = work.broadcastBytes(shards);

        double task = work.rows() == 0 ? work.taskSeconds() : work.taskSeconds() * rows / shards / work.rows();
        double compute = waves(shards, cluster.slots()) * task;
        double link = broadcastSeconds(state, cluster) + collected / cluster.linkBytesPerSecond();
        double overhead =
                spark.roundSeconds() + shards * spark.taskSeconds() + collected * spark.collectedByteSeconds();
        if (groups > 0) {
            // A reducer reads its sixteen contributions over its own link, and all reducers of a wave at once.
            int waves = waves(groups, cluster.slots());
            compute += waves * OrderedFold.FAN_IN * work.takeInSeconds();
            link += waves * OrderedFold.FAN_IN * work.contributionBytes() / cluster.linkBytesPerSecond();
            overhead += spark.secondLevelSeconds()
                    + waves(shards, cluster.slots()) * spark.shuffledTaskSeconds()
                    + groups * spark.taskSeconds();
        }
        double driver = work.encodeStateSeconds() + takesIn * work.takeInSeconds() + work.finishSeconds();
        return new RoundCost(compute, link, overhead, driver);
    }

    /**
     * A torrent is a pipeline: the number of those who have a block doubles in the time of a block, and the other blocks follow one
     * block's time behind each other. From the driver to E executors that takes blocks + ⌈log₂(E + 1)⌉ − 1 such times.
     */
    static double broadcastSeconds(double bytes, Cluster cluster) {
        double blocks = Math.max(1, Math.ceil(bytes / BLOCK_BYTES));
        int doublings = 32 - Integer.numberOfLeadingZeros(cluster.executors());
        return bytes / blocks / cluster.linkBytesPerSecond() * (blocks + doublings - 1);
    }

    /** How often all slots must be filled. */
    static int waves(long tasks, long slots) {
        return Math.toIntExact((tasks + slots - 1) / slots);
    }
}
