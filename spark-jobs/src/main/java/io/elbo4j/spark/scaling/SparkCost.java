package io.elbo4j.spark.scaling;

/**
 * What Spark itself takes for a round.
 *
 * @param roundSeconds of a round, whatever is in it: planning a job, sending the state, waiting
 * @param taskSeconds of starting and ending one task; the driver does it one task after the other
 * @param secondLevelSeconds more where contributions are first combined on executors
 * @param shuffledTaskSeconds more in each task there, which writes its contribution to disk; tasks at once do so at once
 * @param collectedByteSeconds of bringing one byte of a task's result to the driver, without the link
 */
record SparkCost(
        double roundSeconds,
        double taskSeconds,
        double secondLevelSeconds,
        double shuffledTaskSeconds,
        double collectedByteSeconds) {}
