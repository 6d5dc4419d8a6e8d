package io.oncegate.ops;

import java.security.Principal;
import java.util.Optional;
import org.springframework.boot.actuate.endpoint.SecurityContext;

/**
 * Who asks.
 *
 * @param name the principal's; empty where nobody has said who they are
 * @param mayRead whether entries may be seen, without bodies
 * @param mayChange whether entries may be changed, and bodies seen
 */
public record Operator(Optional<String> name, boolean mayRead, boolean mayChange) {

    /** The role of those who may change entries and see bodies. */
    public static final String CHANGES = "OPERATOR";

    /** The role of those who may look at entries. */
    public static final String READS = "OPERATOR_READ";

    static Operator of(SecurityContext security) {
        boolean changes = security.isUserInRole(CHANGES);
        return new Operator(
                Optional.ofNullable(security.getPrincipal()).map(Principal::getName),
                changes || security.isUserInRole(READS),
                changes);
    }
}
