package io.elbo4j.eval;

/**
 * One bar of a reliability diagram.
 *
 * @param from lower end of the bin's confidences
 * @param to upper end of the bin's confidences
 * @param count how many rows fell into it
 * @param accuracy share of them that were right; 0 when there are none
 * @param confidence their mean confidence; 0 when there are none
 */
public record ReliabilityBin(double from, double to, long count, double accuracy, double confidence) {}
