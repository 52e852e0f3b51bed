package io.elbo4j.program;

import io.elbo4j.density.Role;
import io.elbo4j.program.distribution.Distribution;
import io.elbo4j.program.distribution.Strategy;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** A trace that builds a graph; what sampling and observing mean is the handler's. */
final class GraphTrace implements Trace {

    /** What is the same at every place of a run. */
    private record Run(
            ProgramGraph graph, Handler handler, Rows rows, Set<String> addresses, Map<String, SDVariable> dreamt) {

        Run(ProgramGraph graph, Handler handler, Rows rows, Map<String, SDVariable> dreamt) {
            this(graph, handler, rows, new HashSet<>(), dreamt);
        }
    }

    /** The minibatch's shape: B and F. */
    record Rows(int rows, int width) {

        LaneShape.Plate plate() {
            return new LaneShape.Plate("rows", rows, true);
        }
    }

    private final Run run;
    private final GraphLanes lanes;
    private final @Nullable GraphTrace outer;

    private GraphTrace(Run run, LaneShape shape, @Nullable GraphTrace outer) {
        this.run = run;
        this.lanes = new GraphLanes(run.graph(), shape);
        this.outer = outer;
    }

    /** The start of a program. */
    static GraphTrace start(ProgramGraph graph, LaneShape shape, Rows rows, Handler handler) {
        return start(graph, shape, rows, handler, Map.of());
    }

    /** The start of a program that sees other rows: by the names of those that they stand for. */
    static GraphTrace start(
            ProgramGraph graph, LaneShape shape, Rows rows, Handler handler, Map<String, SDVariable> dreamt) {
        return new GraphTrace(new Run(graph, handler, rows, dreamt), shape, null);
    }

    /** Another run of a part of the program, from here, in these lanes. */
    GraphTrace again(LaneShape shape, Handler handler) {
        return new GraphTrace(new Run(run.graph(), handler, run.rows(), run.dreamt()), shape, outer);
    }

    GraphLanes lanes() {
        return lanes;
    }

    @Override
    public SameDiff graph() {
        return run.graph().sameDiff();
    }

    @Override
    public SDVariable parameter(String name, Initial initial, int... shape) {
        return run.graph().parameter(name, initial, Role.POINT, shape);
    }

    @Override
    public SDVariable constant(double... numbers) {
        return lanes.constant(numbers);
    }

    @Override
    public SDVariable sample(String address, Distribution distribution) {
        return sample(address, distribution, distribution.preferred());
    }

    @Override
    public SDVariable sample(String address, Distribution distribution, Strategy strategy) {
        requireNew(address);
        if (!distribution.strategies().contains(strategy)) {
            throw new IllegalArgumentException("program: strategy does not fit: address=" + address + " distribution="
                    + distribution.getClass().getSimpleName() + " strategy=" + strategy + "; it can do "
                    + distribution.strategies());
        }
        return run.handler().sample(this, address, distribution, strategy);
    }

    @Override
    public void observe(String address, Distribution distribution, SDVariable value) {
        requireNew(address);
        run.handler().observe(this, address, distribution, value);
    }

    @Override
    public void score(String address, SDVariable logFactor) {
        requireNew(address);
        run.handler().score(this, address, lanes.sum(logFactor));
    }

    private void requireNew(String address) {
        if (!run.addresses().add(address)) {
            throw new IllegalArgumentException("program: address used twice: address=" + address
                    + "; give every random value and every observation an address of its own");
        }
    }

    @Override
    public void plate(String name, int size, Program body) {
        body.run(inside(new LaneShape.Plate(name, size, false)));
    }

    @Override
    public void rows(Program body) {
        if (run.rows().rows() == 0) {
            throw new IllegalArgumentException(
                    "program: no rows: minibatch.rows=0; a program that calls rows() is run on a minibatch");
        }
        body.run(inside(run.rows().plate()));
    }

    private GraphTrace inside(LaneShape.Plate plate) {
        return new GraphTrace(run, lanes.shape().inside(plate), this);
    }

    @Override
    public SDVariable features() {
        return data("features", run.graph().features(), run.rows().width());
    }

    @Override
    public SDVariable targets() {
        return data("targets", run.graph().targets(), 1);
    }

    private SDVariable data(String name, Map<String, Integer> kind, int width) {
        SDVariable given = run.graph().data(name, kind, rowLanes(), run.rows().rows(), width);
        return run.dreamt().getOrDefault(given.name(), given);
    }

    /** Whether this is the minibatch's features or targets themselves. */
    boolean isOfRows(SDVariable value) {
        return run.graph().features().containsKey(value.name())
                || run.graph().targets().containsKey(value.name());
    }

    private LaneShape rowLanes() {
        LaneShape shape = lanes.shape();
        boolean inRows = !shape.plates().isEmpty()
                && shape.plates().get(shape.plates().size() - 1).rows();
        if (!inRows) {
            throw new IllegalArgumentException("program: no row here: plates=" + shape.plates()
                    + "; features() and targets() belong directly inside rows()");
        }
        return shape;
    }

    @Override
    public SDVariable repeated(SDVariable value) {
        if (outer == null) {
            throw new IllegalArgumentException("program: no plate here: variable=" + value.name()
                    + "; repeated() takes values from outside the plate that it is called in");
        }
        return lanes.repeated(value, outer.lanes.shape());
    }

    @Override
    public void marginal(Marginal marginal) {
        run.handler().marginal(this, marginal);
    }
}
