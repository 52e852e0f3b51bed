package io.elbo4j.spark.run;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;

/**
 * Writes a record as a version byte and its components, and reads it through its own constructor with all its checks.
 * Spark's Kryo 4 cannot write records by itself: it sets fields, which records do not allow.
 */
final class RecordSerializer<R extends Record> extends Serializer<R> {

    private static final byte VERSION = 1;
    private final Class<R> type;
    private final Class<?>[] componentTypes;
    private final Method[] accessors;
    private final Constructor<R> constructor;

    RecordSerializer(Class<R> type) {
        super(false, true);
        this.type = type;
        RecordComponent[] components = type.getRecordComponents();
        componentTypes = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        accessors = Arrays.stream(components).map(RecordComponent::getAccessor).toArray(Method[]::new);
        for (Method accessor : accessors) {
            accessor.setAccessible(true);
        }
        try {
            constructor = type.getDeclaredConstructor(componentTypes);
            constructor.setAccessible(true);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("every record has a canonical constructor", e);
        }
    }

    @Override
    public void write(Kryo kryo, Output out, R value) {
        out.writeByte(VERSION);
        for (int i = 0; i < accessors.length; i++) {
            try {
                Object component = accessors[i].invoke(value);
                if (componentTypes[i].isInterface()) {
                    kryo.writeClassAndObject(out, component);
                } else {
                    kryo.writeObject(out, component);
                }
            } catch (ReflectiveOperationException e) {
                throw new KryoException("kryo: cannot write: type=" + type.getName() + "; this is a defect", e);
            }
        }
    }

    @Override
    public R read(Kryo kryo, Input in, Class<R> asked) {
        byte version = in.readByte();
        if (version != VERSION) {
            throw new KryoException("kryo: unknown version: type=" + type.getSimpleName() + " version=" + version
                    + " known=" + VERSION + "; do all executors run the same Elbo4j?");
        }
        Object[] components = new Object[componentTypes.length];
        for (int i = 0; i < components.length; i++) {
            components[i] = componentTypes[i].isInterface()
                    ? kryo.readClassAndObject(in)
                    : kryo.readObject(in, componentTypes[i]);
        }
        try {
            return constructor.newInstance(components);
        } catch (InvocationTargetException | InstantiationException | IllegalAccessException e) {
            throw new KryoException("kryo: cannot read: type=" + type.getSimpleName() + "; is a message damaged?", e);
        }
    }
}
