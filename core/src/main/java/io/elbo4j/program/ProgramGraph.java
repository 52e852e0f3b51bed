package io.elbo4j.program;

import io.elbo4j.density.Role;
import io.elbo4j.samediff.HostArrays;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.autodiff.samediff.internal.Variable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A SameDiff graph under construction, with what is fed into it. Shapes are found by running the graph on numbers that mean nothing: SameDiff
 * itself does not know them before.
 */
final class ProgramGraph {

    /** N/B, as a placeholder: how often a row of the minibatch counts. */
    static final String ROW_WEIGHT = "rows.weight";

    /** A parameter as the program named it. */
    record Parameter(SDVariable variable, List<Integer> shape, Initial initial, Role role) {}

    private final SameDiff sameDiff = SameDiff.create();
    private final Map<String, Parameter> parameters = new LinkedHashMap<>();
    private final Map<String, long[]> placeholders = new LinkedHashMap<>();
    private final List<Feed> feeds = new ArrayList<>();
    private final Map<String, long[]> shapes = new HashMap<>();
    private final HostArrays dummies = new HostArrays();
    private final Map<String, Integer> features = new LinkedHashMap<>();
    private final Map<String, Integer> targets = new LinkedHashMap<>();

    SameDiff sameDiff() {
        return sameDiff;
    }

    Map<String, Parameter> parameters() {
        return parameters;
    }

    List<Feed> feeds() {
        return feeds;
    }

    /** Placeholders of inputs, with how often the minibatch is repeated for them. */
    Map<String, Integer> features() {
        return features;
    }

    /** Placeholders of targets, with how often the minibatch is repeated for them. */
    Map<String, Integer> targets() {
        return targets;
    }

    long[] placeholderShape(String name) {
        long[] shape = placeholders.get(name);
        if (shape == null) {
            throw new IllegalStateException("program: no such placeholder: name=" + name + "; the graph is not whole");
        }
        return shape;
    }

    /** A parameter that a program has named. */
    Parameter parameter(String name) {
        Parameter known = parameters.get(name);
        if (known == null) {
            throw new IllegalStateException("program: no such parameter: name=" + name + "; the graph is not whole");
        }
        return known;
    }

    SDVariable parameter(String name, Initial initial, Role role, int... shape) {
        List<Integer> wanted = Arrays.stream(shape).boxed().toList();
        Parameter known = parameters.get(name);
        if (known == null) {
            long[] sizes = Arrays.stream(shape).asLongStream().toArray();
            known = new Parameter(placeholder(name, sizes), wanted, initial, role);
            parameters.put(name, known);
        }
        if (!known.shape().equals(wanted)) {
            throw new IllegalArgumentException("program: parameter has two shapes: name=" + name + " first="
                    + known.shape() + " second=" + wanted + "; use another name");
        }
        return known.variable();
    }

    SDVariable placeholder(String name, long... shape) {
        if (placeholders.put(name, shape) != null) {
            throw new IllegalArgumentException(
                    "program: name is taken: name=" + name + "; parameters and addresses have names of their own");
        }
        return sameDiff.placeHolder(name, DataType.FLOAT, shape);
    }

    /** The minibatch's inputs or targets, {@code [L, width]}, for lanes that end with its rows. */
    SDVariable data(String name, Map<String, Integer> kind, LaneShape shape, int rows, int width) {
        String placeholder = name + "." + shape.lanes();
        if (kind.putIfAbsent(placeholder, shape.lanes() / rows) != null) {
            return sameDiff.getVariable(placeholder);
        }
        return placeholder(placeholder, shape.lanes(), width);
    }

    /** N/B. */
    SDVariable rowWeight() {
        return placeholders.containsKey(ROW_WEIGHT) ? sameDiff.getVariable(ROW_WEIGHT) : placeholder(ROW_WEIGHT, 1);
    }

    SDVariable constant(float[] numbers, long... shape) {
        return sameDiff.constant(Nd4j.createFromArray(numbers).reshape('c', shape));
    }

    /** The shape that this variable will have. */
    long[] shape(SDVariable variable) {
        return shapes.computeIfAbsent(variable.name(), name -> {
            if (placeholders.containsKey(name)) {
                return placeholders.get(name);
            }
            Map<String, INDArray> inputs = new HashMap<>();
            placeholders.forEach((placeholder, shape) -> {
                INDArray dummy = dummies.of(placeholder, shape);
                HostArrays.write(betweenZeroAndOne(Math.toIntExact(dummy.length())), 0, dummy);
                inputs.put(placeholder, dummy);
            });
            return HostArrays.result(sameDiff.output(inputs, name), name).shape();
        });
    }

    /** Numbers that are no two the same, so that no matrix of them is singular. */
    private static float[] betweenZeroAndOne(int size) {
        float[] numbers = new float[size];
        for (int i = 0; i < size; i++) {
            double turn = (i + 1) * 0.6180339887;
            numbers[i] = (float) (0.1 + 0.8 * (turn - Math.floor(turn)));
        }
        return numbers;
    }

    /**
     * Refuses what SameDiff would differentiate wrongly without a word.
     *
     * @throws IllegalArgumentException naming the operation
     */
    void requireRightDerivatives() {
        for (SameDiffOp each : List.copyOf(sameDiff.getOps().values())) {
            String operation = each.getOp().opName();
            String result = each.getOutputsOfOp().get(0);
            if (operation.equals("matrix_inverse")) {
                throw new IllegalArgumentException(
                        "program: derivative is wrong: operation=" + operation + " variable=" + result
                                + "; ND4J 1.0.0-M2.1 cannot differentiate inverses, see CholeskyNormal for a way round");
            }
            boolean product = operation.equals("matmul") || operation.equals("mmul");
            if (product && Arrays.stream(shape(sameDiff.getVariable(result))).reduce(1, (a, b) -> a * b) == 1) {
                throw new IllegalArgumentException("program: derivative is wrong: operation=" + operation + " variable="
                        + result + " elements=1; ND4J 1.0.0-M2.1 cannot differentiate a matrix product of one element,"
                        + " take two repetitions or two rows");
            }
        }
    }

    /** Which of these variables each variable comes from, itself included; fed numbers come from what they are made of. */
    Ancestry ancestry(List<String> watched) {
        return new Ancestry(watched, Map.of());
    }

    /**
     * The same for constants that stand for every value of a latent: they come from what their log densities do.
     *
     * @param densities names of log densities by the names of constants, in order of the program
     */
    Ancestry ancestry(List<String> watched, Map<String, String> densities) {
        return new Ancestry(watched, densities);
    }

    /** Frees what finding shapes has left. */
    void close() {
        dummies.close();
        sameDiff.getSessions().clear();
    }

    /** Where values come from. */
    final class Ancestry {

        private final Map<String, BitSet> known = new HashMap<>();
        private final List<String> watched;
        private final Map<String, String> densities;
        private final Map<String, Feed> feedOf = new HashMap<>();

        Ancestry(List<String> watched, Map<String, String> densities) {
            this.watched = watched;
            this.densities = densities;
            feeds.forEach(feed -> feed.results().forEach(result -> feedOf.put(result, feed)));
            // First, because a log density also comes from its value: asked for the other way round, it would be half
            // known.
            densities.keySet().forEach(this::of);
        }

        /** Whether the variable comes from the watched one with this number. */
        boolean comesFrom(String variable, int number) {
            return of(variable).get(number);
        }

        BitSet of(String variable) {
            BitSet found = known.get(variable);
            if (found != null) {
                return found;
            }
            BitSet all = new BitSet();
            int self = watched.indexOf(variable);
            if (self >= 0) {
                all.set(self);
            }
            known.put(variable, all);
            parents(variable).forEach(parent -> all.or(of(parent)));
            return all;
        }

        private List<String> parents(String variable) {
            String density = densities.get(variable);
            if (density != null) {
                return List.of(density);
            }
            Feed feed = feedOf.get(variable);
            if (feed != null) {
                return feed.given();
            }
            Variable made = sameDiff.getVariables().get(variable);
            String operation = made == null ? null : made.getOutputOfOp();
            SameDiffOp found = operation == null ? null : sameDiff.getOps().get(operation);
            return found == null || found.getInputsToOp() == null ? List.of() : found.getInputsToOp();
        }
    }
}
