package io.elbo4j.models;

import io.elbo4j.density.ParameterBlock;
import io.elbo4j.family.SparseGaussian;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How many weights of the first layer are active at each input, where inputs are the points of a picture; summed over channels.
 *
 * @param height of the picture
 * @param width of the picture
 * @param active {@code [height · width]}, row by row
 * @param most that there could be at one input
 * @param given whether the data said that rows are pictures; else it was taken from
 *     features that are called p0, p1, ... and whose number is a square
 */
public record KeptInputs(int height, int width, List<Integer> active, int most, boolean given) {

    /** Where there is nothing to see. */
    public static final KeptInputs NONE = new KeptInputs(0, 0, List.of(), 0, false);

    /** Larger pictures than these are not kept. */
    private static final int MOST_SIDE = 128;

    private static final int LEAST_SIDE = 8;

    public KeptInputs {
        active = List.copyOf(active);
    }

    /**
     * Of the first layer, where it is dense {@code [outputs, inputs]} and lost some weights.
     *
     * @param first block of weights
     */
    static KeptInputs of(SparseGaussian posterior, ParameterBlock first, ModelInput input) {
        List<Integer> shape = picture(input);
        int features = input.featureNames().size();
        boolean dense = first.shape().size() == 2 && first.shape().get(1) == features;
        if (shape.isEmpty() || !dense || posterior.active(first) == first.size()) {
            return NONE;
        }
        int points = shape.get(1) * shape.get(2);
        Integer[] active = new Integer[points];
        Arrays.fill(active, 0);
        for (int k = posterior.position(first.offset()); k < posterior.position(first.end()); k++) {
            active[(posterior.support()[k] - first.offset()) % features % points]++;
        }
        int most = first.shape().get(0) * shape.get(0);
        return new KeptInputs(
                shape.get(1), shape.get(2), List.of(active), most, input.shape().size() == 3);
    }

    /** {@code [channels, height, width]}, or nothing. */
    private static List<Integer> picture(ModelInput input) {
        List<Integer> shape = input.shape();
        if (shape.size() == 1) {
            int side = (int) Math.round(Math.sqrt(shape.get(0)));
            shape = side * side == shape.get(0) && numbered(input.featureNames()) ? List.of(1, side, side) : List.of();
        }
        boolean fits = shape.size() == 3
                && shape.get(1).equals(shape.get(2))
                && shape.get(1) >= LEAST_SIDE
                && shape.get(1) <= MOST_SIDE;
        return fits ? shape : List.of();
    }

    /** Whether features are numbered points, as IDX files and many tables of pictures have them. */
    private static boolean numbered(List<String> names) {
        String before = names.get(0).replaceFirst("\\d+$", "");
        return List.of("p", "px", "pixel").contains(before)
                && IntStream.of(0, 1)
                        .anyMatch(first -> IntStream.range(0, names.size())
                                .allMatch(i -> names.get(i).equals(before + (first + i))));
    }
}
