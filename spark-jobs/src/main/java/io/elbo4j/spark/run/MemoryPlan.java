package io.elbo4j.spark.run;

import com.sun.management.OperatingSystemMXBean;
import io.elbo4j.algorithm.OrderedFold;
import io.elbo4j.codec.Parts;
import io.elbo4j.density.LinearNetwork;
import io.elbo4j.density.Network;
import io.elbo4j.density.ParameterBlock;
import io.elbo4j.models.TrainedModel;
import io.elbo4j.nn.KernelNetwork;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.network.util.JavaUtils;
import org.apache.spark.storage.RDDInfo;

/**
 * What a training will need of memory, by the sizes of its model and its shards, against what there is.
 * On purpose more than the least on which a training just runs, by a factor that {@code docs/operations.md} tells.
 *
 * @param needs of each kind of process
 */
record MemoryPlan(List<Need> needs) {

    /** What Spark itself keeps of a heap. */
    private static final double SPARK = 300 << 20;

    /** A heap that is fuller than this only collects. */
    private static final double FULL = 0.85;

    /** In a task: the state's values, the gradient's buffers, and the contribution in doubles. */
    private static final double STATES_PER_TASK = 5;

    /** At the driver: the state, the next one, and its bytes. */
    private static final double STATES_AT_DRIVER = 3;

    /** A contribution in doubles. */
    private static final double STATES_PER_MESSAGE = 2;

    /** Forward values, their gradient, and both once more in another order. */
    private static final double ACTIVATIONS = 4;

    /**
     * One kind of process.
     *
     * @param process whose
     * @param bytes needed
     * @param given bytes that it has
     * @param setting how to give it more, with {@code %d} in place of MiB
     */
    record Need(String process, double bytes, double given, String setting) {

        boolean fits() {
            return bytes <= given;
        }

        String text() {
            return String.format(Locale.ROOT, "needs about %d MiB, has %d MiB", mebibytes(bytes), mebibytes(given));
        }

        String advice() {
            return String.format(Locale.ROOT, setting, (mebibytes(bytes) + 255) / 256 * 256);
        }

        private static long mebibytes(double bytes) {
            return (long) Math.ceil(bytes / (1 << 20));
        }
    }

    /**
     * For rows that have been read, on the executors at hand.
     *
     * @param sparse whether rows are given by their non-zeros, so that no batch of all features is made
     */
    static MemoryPlan of(JavaSparkContext spark, TrainedModel<?> model, boolean sparse) {
        SparkConf conf = spark.getConf();
        boolean local = spark.isLocal();
        int executors = local ? 1 : Math.max(1, spark.sc().statusTracker().getExecutorInfos().length - 1);
        int tasks = Math.max(1, (spark.defaultParallelism() + executors - 1) / executors);
        double rows = 0;
        for (RDDInfo info : spark.sc().getRDDStorageInfo()) {
            rows += info.memSize() + info.diskSize();
        }
        int shards = model.spec().cluster().shards();
        double state = stateBytes(model);
        double task = taskBytes(model, sparse);
        double executor = rows / executors + state + Math.min(tasks, shards) * task;
        double driver = STATES_AT_DRIVER * state
                + STATES_PER_MESSAGE
                        * state
                        * Math.min(shards, Math.max(OrderedFold.FAN_IN, shards / OrderedFold.FAN_IN));
        double here = Runtime.getRuntime().maxMemory();
        List<Need> needs = new ArrayList<>();
        if (local) {
            needs.add(new Need("heap", heap(driver + executor), here, "ELBO4J_JAVA_OPTS=-Xmx%dm"));
        } else {
            needs.add(new Need("heap of the driver", heap(driver), here, "--conf spark.driver.memory=%dm"));
            needs.add(new Need(
                    "heap of an executor",
                    heap(executor),
                    bytes(conf.get("spark.executor.memory", "1g")),
                    "--conf spark.executor.memory=%dm"));
        }
        boolean kernels = model.outputs()
                .filter(network -> network instanceof KernelNetwork || network instanceof LinearNetwork)
                .isPresent();
        if (!kernels) {
            beside(needs, conf, local, Math.min(tasks, shards) * task, here);
        }
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean machine) {
            needs.add(new Need(
                    "machine or container of the driver",
                    here,
                    machine.getTotalMemorySize(),
                    "a limit of %d MiB, or less heap"));
        }
        return new MemoryPlan(List.copyOf(needs));
    }

    /** ND4J's arrays lie beside the heap. */
    private static void beside(List<Need> needs, SparkConf conf, boolean local, double bytes, double heap) {
        if (local) {
            String limit = System.getProperty("org.bytedeco.javacpp.maxbytes", "");
            needs.add(new Need(
                    "beside the heap",
                    bytes,
                    limit.isEmpty() ? heap : bytes(limit),
                    "-Dorg.bytedeco.javacpp.maxbytes=%dm in ELBO4J_JAVA_OPTS"));
            return;
        }
        double executor = bytes(conf.get("spark.executor.memory", "1g"));
        double overhead = conf.contains("spark.executor.memoryOverhead")
                ? conf.getSizeAsMb("spark.executor.memoryOverhead", "384m") * (double) (1 << 20)
                : Math.max(384 << 20, 0.1 * executor);
        needs.add(new Need(
                "beside the heap of an executor", bytes, overhead, "--conf spark.executor.memoryOverhead=%dm"));
    }

    private static double heap(double live) {
        return (SPARK + live) / FULL;
    }

    private static double bytes(String size) {
        return JavaUtils.byteStringAsBytes(size);
    }

    /** On the heap of one task, or beside it where ND4J works. */
    static double taskBytes(TrainedModel<?> model, boolean sparse) {
        return STATES_PER_TASK * stateBytes(model) + ACTIVATIONS * activationBytes(model, sparse);
    }

    /** As the algorithm's codec writes it, that is, the least that it can take. */
    private static <S> double stateBytes(TrainedModel<S> model) {
        Parts parts = model.job().algorithm().state().encode(model.state());
        double bytes = 0;
        for (Object part : parts.values().values()) {
            if (part.getClass().isArray()) {
                int width = part instanceof byte[] ? 1 : part instanceof double[] || part instanceof long[] ? 8 : 4;
                bytes += (double) width * Array.getLength(part);
            }
        }
        return bytes;
    }

    /** Of one minibatch: a layer's outputs are as many as the multiplications of a row by what one output takes. */
    private static double activationBytes(TrainedModel<?> model, boolean sparse) {
        List<ParameterBlock> blocks = model.layout().blocks();
        long[] times = multiplicationsPerWeight(model);
        double numbers = sparse
                ? 0
                : model.input().shape().stream().mapToDouble(each -> each).reduce(1, (a, b) -> a * b);
        for (int b = 0; b < blocks.size(); b++) {
            ParameterBlock block = blocks.get(b);
            // Of a program, a matrix is [inputs, outputs] and tells no fan.
            int inputs =
                    model.outputs().isPresent() ? block.fanIn() : block.shape().get(0);
            numbers += (double) times[b] * block.size() / Math.max(1, inputs);
        }
        return Float.BYTES * numbers * model.spec().train().batch();
    }

    /** Of the matrices of a program as of dense layers. */
    static long[] multiplicationsPerWeight(TrainedModel<?> model) {
        return model.outputs()
                .map(Network::multiplicationsPerWeight)
                .orElseGet(() -> model.layout().blocks().stream()
                        .mapToLong(block -> block.shape().get(0) > 1 ? 1 : 0)
                        .toArray());
    }

    /** A line each, for {@code train --dry-run}. */
    String text() {
        StringBuilder text = new StringBuilder();
        for (Need need : needs) {
            text.append(String.format(Locale.ROOT, "%-24s %s%n", need.process(), need.text() + verdict(need)));
        }
        return text.toString();
    }

    private static String verdict(Need need) {
        return need.fits() ? "" : "; give it more: " + need.advice();
    }

    /** What probably does not fit, a note each. */
    List<String> warnings() {
        return needs.stream()
                .filter(need -> !need.fits())
                .map(need -> "memory: probably too small: process=\"" + need.process() + "\" " + need.text() + "; "
                        + need.advice())
                .toList();
    }
}
