package io.elbo4j.spark.cli;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.elbo4j.nn.BlasProbe;
import io.elbo4j.spark.run.Session;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.hadoop.util.VersionInfo;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = "Look at versions, processor, BLAS, memory and Spark, and say what to change.")
final class DoctorCommand implements Callable<Integer> {

    /** A core with AVX-512 reaches over 60; OpenBLAS with a wrong core type stays at half of it. */
    private static final double SLOW_GIGAFLOPS = 40;

    /** Bytes. */
    private static final int CACHE_LINE = 64;

    @Mixin
    private SettingsOptions options = new SettingsOptions();

    @Override
    public Integer call() throws IOException {
        List<String> advice = new ArrayList<>();
        String flags = cpu("flags");
        String vectors = flags.contains("avx512f")
                ? "AVX-512"
                : flags.contains("avx2") ? "AVX2" : "neither AVX2 nor AVX-512 seen";
        String coreType = environment("OPENBLAS_CORETYPE");
        String threads = environment("OMP_NUM_THREADS");
        BlasProbe blas = BlasProbe.measured(System::nanoTime);
        int alignment = alignment();
        line("java", System.getProperty("java.version") + " " + System.getProperty("java.vendor"));
        line(
                "processor",
                cpu("model name") + ", " + vectors + ", " + Runtime.getRuntime().availableProcessors() + " cores");
        line("BLAS", blas.backend() + ", OPENBLAS_CORETYPE=" + coreType + ", OMP_NUM_THREADS=" + threads);
        line(
                "BLAS speed",
                String.format(Locale.ROOT, "%.0f GFLOP/s (matrix product of 1024, float)", blas.gigaflops()));
        line("heap", Runtime.getRuntime().maxMemory() / (1 << 20) + " MiB at most");
        line("alignment", "objects at multiples of " + (alignment < 0 ? "an unknown number of" : alignment) + " bytes");
        line(
                "vector module",
                ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent() ? "present" : "absent");
        try (Session session = Session.open(options.spark())) {
            SparkSession spark = session.spark();
            var context = spark.sparkContext();
            line(
                    "spark",
                    spark.version() + ", Scala " + scala.util.Properties$.MODULE$.versionNumberString() + ", Hadoop "
                            + VersionInfo.getVersion());
            line("master", context.master() + ", " + context.defaultParallelism() + " tasks at once");
            line("executors", String.valueOf(context.statusTracker().getExecutorInfos().length));
        }
        if (blas.gigaflops() < SLOW_GIGAFLOPS && !vectors.startsWith("neither")) {
            String core = vectors.equals("AVX-512") ? "SKYLAKEX" : "HASWELL";
            advice.add(
                    core.equals(System.getenv("OPENBLAS_CORETYPE"))
                            ? "try again when the machine is idle: BLAS is slow though OPENBLAS_CORETYPE=" + core
                            : "set OPENBLAS_CORETYPE=" + core
                                    + ": OpenBLAS may have taken this processor for an older one");
        }
        if (!threads.equals("1")) {
            advice.add(
                    "set OMP_NUM_THREADS=1: Spark shares out the cores, and results then do not depend on the machine");
        }
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            advice.add("start Java with --add-modules=jdk.incubator.vector");
        }
        if (alignment >= 0 && alignment < CACHE_LINE) {
            advice.add("start Java with -XX:ObjectAlignmentInBytes=" + CACHE_LINE
                    + ": vectors of the kernels then lie within cache lines");
        }
        advice.forEach(each -> line("change", each));
        if (advice.isEmpty()) {
            line("change", "nothing");
        }
        return Main.OK;
    }

    private static void line(String name, String value) {
        System.out.println(String.format(Locale.ROOT, "%-14s %s", name, value));
    }

    /** Bytes at whose multiples this virtual machine lays objects; −1 where it does not say. */
    private static int alignment() {
        try {
            return Integer.parseInt(ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .getVMOption("ObjectAlignmentInBytes")
                    .getValue());
        } catch (IllegalArgumentException e) {
            return -1;
        }
    }

    private static String environment(String name) {
        String value = System.getenv(name);
        return value == null ? "not set" : value;
    }

    /** A line of Linux's own description of the first processor; empty elsewhere. */
    private static String cpu(String key) {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo"), StandardCharsets.UTF_8).stream()
                    .filter(each -> each.startsWith(key))
                    .findFirst()
                    .map(each -> each.substring(each.indexOf(':') + 1).trim())
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }
}
