package io.elbo4j.samediff;

import java.util.List;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.factory.Nd4j;

/**
 * An operation that was executed.
 *
 * @param context the session's own for this operation, which it empties when it is done
 * @param inputs in order
 * @param outputs in order
 */
record RecordedStep(DifferentialFunction operation, OpContext context, List<INDArray> inputs, List<INDArray> outputs) {

    /** Of an operation that the session has just executed. */
    static RecordedStep of(DifferentialFunction operation, OpContext context) {
        return new RecordedStep(operation, context, context.getInputArrays(), context.getOutputArrays());
    }

    String name() {
        return operation.opName();
    }

    INDArray input(int index) {
        return inputs.get(index);
    }

    INDArray output(int index) {
        return outputs.get(index);
    }

    /** The same operation on other arrays. */
    RecordedStep with(List<INDArray> otherInputs, List<INDArray> otherOutputs) {
        return new RecordedStep(operation, context, otherInputs, otherOutputs);
    }

    /** Another operation, with a context of its own. */
    static RecordedStep instead(DifferentialFunction operation, List<INDArray> inputs, INDArray output) {
        return new RecordedStep(operation, Nd4j.getExecutioner().buildContext(), inputs, List.of(output));
    }

    /** Whether it writes over what it reads. */
    boolean isInPlace() {
        return outputs.stream().anyMatch(output -> inputs.stream().anyMatch(input -> input == output));
    }

    /** Fills the context. */
    void prepare() {
        if (operation instanceof CustomOp custom) {
            context.setArgs(
                    inputs.toArray(INDArray[]::new), custom.iArgs(), custom.dArgs(), custom.tArgs(), custom.bArgs());
        } else {
            context.setInputArrays(inputs);
        }
        context.setOutputArrays(outputs);
    }

    /** Executes the operation on the arrays of the context. */
    void execute() {
        if (operation instanceof CustomOp custom) {
            Nd4j.exec(custom, context);
        } else {
            Nd4j.exec((Op) operation, context);
        }
    }
}
