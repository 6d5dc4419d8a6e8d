package io.oncegate.autoconfigure;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a gateway is called, in logs and in the histories of entries. */
final class InstanceName {

    private static final int RANDOM = 8;

    private InstanceName() {}

    /** The name that was set, or one that no other start of any gateway has. */
    static String of(@Nullable String configured) {
        return configured == null || configured.isBlank()
                ? host() + "-" + UUID.randomUUID().toString().substring(0, RANDOM)
                : configured;
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            // a host that cannot resolve its own name
            return "gateway";
        }
    }
}
