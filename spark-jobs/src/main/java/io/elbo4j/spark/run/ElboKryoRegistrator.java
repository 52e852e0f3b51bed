package io.elbo4j.spark.run;

import com.esotericsoftware.kryo.Kryo;
import io.elbo4j.math.Key;
import io.elbo4j.models.PosteriorDraws;
import io.elbo4j.spark.io.WireTypes;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.serializer.KryoRegistrator;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * Registers what Spark moves for us: rows and shards, and bytes that our own codecs made. Runs with
 * {@code spark.kryo.registrationRequired=true}, so that nothing else can slip onto the wire.
 */
public final class ElboKryoRegistrator implements KryoRegistrator {

    /** Spark sends the types of columns while it works out the schema of Parquet, ORC, JSON and CSV. */
    private static final List<DataType> COLUMN_TYPES = List.of(
            DataTypes.NullType,
            DataTypes.BooleanType,
            DataTypes.ByteType,
            DataTypes.ShortType,
            DataTypes.IntegerType,
            DataTypes.LongType,
            DataTypes.FloatType,
            DataTypes.DoubleType,
            DataTypes.createDecimalType(),
            DataTypes.StringType,
            DataTypes.BinaryType,
            DataTypes.DateType,
            DataTypes.TimestampType,
            DataTypes.TimestampNTZType,
            DataTypes.createArrayType(DataTypes.DoubleType),
            DataTypes.createMapType(DataTypes.StringType, DataTypes.DoubleType),
            SQLDataTypes.VectorType(),
            SQLDataTypes.MatrixType());

    /** What {@code StringIndexer} sends before Spark 4. The classes are Spark's own. */
    private static final List<String> COUNTS = List.of(
            "[Lorg.apache.spark.util.collection.OpenHashMap;",
            "org.apache.spark.util.collection.OpenHashMap$mcJ$sp",
            "org.apache.spark.util.collection.OpenHashSet",
            "org.apache.spark.util.collection.OpenHashSet$Hasher",
            "scala.reflect.ManifestFactory$LongManifest");

    @Override
    public void registerClasses(Kryo kryo) {
        WireTypes.records().forEach(type -> register(kryo, type));
        register(kryo, PosteriorDraws.class);
        register(kryo, Key.class);
        for (Class<?> type : new Class<?>[] {
            byte[].class,
            byte[][].class,
            int[].class,
            int[][].class,
            long[].class,
            float[].class,
            float[][].class,
            double[].class,
            Object[].class,
            Integer[].class,
            ArrayList.class
        }) {
            kryo.register(type);
        }
        COLUMN_TYPES.forEach(type -> kryo.register(type.getClass()));
        kryo.register(DataType[].class);
        COUNTS.forEach(name -> kryo.register(type(name)));
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName(name, false, DataType.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(
                    "kryo: no such class in this Spark: class=" + name + "; see the versions in docs/operations.md", e);
        }
    }

    private static <R extends Record> void register(Kryo kryo, Class<R> type) {
        kryo.register(type, new RecordSerializer<>(type));
        kryo.register(type.arrayType());
    }
}
