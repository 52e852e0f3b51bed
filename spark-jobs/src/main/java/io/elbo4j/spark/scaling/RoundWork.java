package io.elbo4j.spark.scaling;

/**
 * What one kind of round has to do, as measured with one shard a core.
 *
 * @param rows of the measured shard where the step reads all of them; 0 where its minibatches do not depend on the shard's size
 * @param taskSeconds in the task: decoding the state, the local step, encoding the contribution
 * @param encodeStateSeconds at the driver
 * @param takeInSeconds decoding and combining one contribution, at the driver or where a group meets
 * @param finishSeconds at the driver, with what is judged there between rounds
 * @param stateBytes sent to each executor, but for what grows with the number of shards
 * @param stateBytesPerShard sent to each executor
 * @param contributionBytes of one shard
 * @param groupBytes of several shards' contributions combined
 */
record RoundWork(
        double rows,
        double taskSeconds,
        double encodeStateSeconds,
        double takeInSeconds,
        double finishSeconds,
        double stateBytes,
        double stateBytesPerShard,
        double contributionBytes,
        double groupBytes) {

    /** Bytes of the state for so many shards. */
    double broadcastBytes(int shards) {
        return Math.max(0, stateBytes + stateBytesPerShard * shards);
    }
}
