import java.io.File;
import java.util.List;
import java.util.logging.LogManager;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/**
 * Validates files against profiles of veraPDF: {@code java Validate.java 3a,ua1 one.pdf two.pdf}.
 *
 * <p>Each line of the answer has four columns parted by tabs: the file, the profile, the rule and
 * its message; a file that keeps a profile has the rule "passed" and how many checks that took.
 */
public final class Validate {
    private static final int FAILURES_SHOWN = 20;

    private Validate() {
    }

    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        for (String name : List.of(arguments).subList(1, arguments.length)) {
            for (String profile : arguments[0].split(",")) {
                validate(name, PDFAFlavour.byFlavourId(profile));
            }
        }
    }

    private static void validate(String name, PDFAFlavour flavour) throws Exception {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(name), flavour);
             PDFAValidator validator = Foundries.defaultInstance()
                 .createValidator(flavour, FAILURES_SHOWN, false, true, false)) {
            ValidationResult result = validator.validate(parser);
            if (result.isCompliant()) {
                say(name, flavour, "passed", String.valueOf(result.getTotalAssertions()));
            }
            for (TestAssertion one : result.getTestAssertions()) {
                if (one.getStatus() == TestAssertion.Status.FAILED) {
                    String rule = one.getRuleId().getClause() + "-" + one.getRuleId().getTestNumber();
                    say(name, flavour, rule, one.getMessage() + " " + one.getErrorMessage()
                        + " at " + one.getLocation().getContext());
                }
            }
        }
    }

    private static void say(String name, PDFAFlavour flavour, String rule, String message) {
        System.out.println(String.join(
            "\t", name, flavour.getId(), rule, message.replaceAll("\\s+", " ")));
    }
}
