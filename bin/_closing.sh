# Shared by the scripts of this folder: what the closing lines of the test runs say.

# How many tests of one kind (passed, failed, error) the closing lines in a file name; 0 where none does.
count_closing() {
    awk -v kind="$1" '
        /^(=+ )?[0-9]+ (passed|failed|errors?|skipped)/ { for (i = 1; i < NF; i++) if (index($(i + 1), kind) == 1) sum += $i }
        END { print sum + 0 }' "$2"
}
