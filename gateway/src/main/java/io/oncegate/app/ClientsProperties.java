package io.oncegate.app;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may call with HTTP Basic.
 *
 * @param clients the clients; none means that Basic credentials are always wrong
 */
@ConfigurationProperties("oncegate")
record ClientsProperties(@DefaultValue List<Client> clients) {

    ClientsProperties {
        Set<String> names = new HashSet<>();
        for (Client client : clients) {
            if (!names.add(client.name())) {
                throw new IllegalArgumentException("oncegate.clients: " + client.name() + " is there twice");
            }
        }
    }

    /**
     * A client.
     *
     * @param name its stable name, which is the caller of its keys
     * @param secret encoded, with the encoding in front: <code>{bcrypt}$2a$...</code>
     * @param roles what it may do besides calling
     */
    record Client(
            @DefaultValue("") String name,
            @DefaultValue("") String secret,
            @DefaultValue("CUSTOMER") List<String> roles) {

        Client {
            // a colon ends the name in Basic credentials, so such a client could never log in
            if (name.isBlank() || name.contains(":") || !secret.startsWith("{")) {
                throw new IllegalArgumentException("oncegate.clients: a client needs a name without a colon, and a"
                        + " secret with its encoding in front, as in {bcrypt}...");
            }
        }

        @Override
        public String toString() {
            return "Client[name=" + name + ", roles=" + roles + "]";
        }
    }
}
