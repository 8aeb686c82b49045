using SketchPets.Raster;
using SketchPets.Scene;

namespace SketchPets.Animals;

/// <summary>Cats: short muzzles with whiskers, upright pointed ears, large slanted eyes with slit pupils, long thin tails.</summary>
static class Cats
{
    public static Figure Design(Dice dice, Dice pose)
    {
        Head head = House(dice);
        Body body = Slender(dice);
        switch (dice.Below(4))
        {
            case 0: // slim, with large ears and a wedge of a face, as Siamese are
                head = head with { Wide = dice.Shake(0.92), Tall = dice.Shake(0.98, 0.05), Cheeks = 0.02,
                    Ear = head.Ear with { Length = dice.Shake(0.92), Place = 0.66, Rise = 0.42 } };
                body = body with { Chest = 0.2, Belly = 0.18, Hip = 0.2, NeckThick = 0.13, Height = dice.Shake(0.76, 0.06),
                    LegThick = 0.06, Tail = dice.Shake(1.1, 0.1) };
                break;
            case 1: // round and plush, as British cats are
                head = head with { Wide = dice.Shake(1.1, 0.05), Cheeks = dice.Shake(0.2),
                    Ear = head.Ear with { Length = dice.Shake(0.6) }, Eye = head.Eye with { Almond = 0.2, Slant = 0.05 } };
                body = body with { Chest = 0.3, Belly = 0.3, Hip = 0.31, NeckThick = 0.24, Height = dice.Shake(0.62, 0.06),
                    LegThick = 0.095, Skull = 0.34, TailThick = 0.075, TailTip = 0.065 };
                break;
            case 2: // long hair, as Persians and Maine Coons have
                head = head with { Cheeks = 0.2, Fur = dice.Shake(0.13) };
                body = body with { Chest = 0.29, Belly = 0.27, Hip = 0.29, Fur = 0.055, TailThick = 0.09, TailTip = 0.11, TailFur = 0.06 };
                break;
        }
        return new Puppet(head, body, Stance.Throw(pose, Breeds.AllPoses));
    }

    static Head House(Dice dice) => new()
    {
        Wide = dice.Shake(1.04, 0.06),
        Tall = dice.Shake(0.88, 0.05),
        Cheeks = dice.Shake(0.1, 0.4),
        Muzzle = new()
        {
            Length = dice.Between(0.02, 0.1),
            Wide = dice.Shake(0.4),
            Tall = 0.72,
            Taper = 0.85,
            Low = dice.Shake(0.36),
            Pads = 0.55,
            Nose = NoseKind.Triangle,
            NoseSize = dice.Shake(0.13),
            Mouth = dice.Shake(0.24),
            Whiskers = dice.Shake(0.95, 0.2),
        },
        Eye = new()
        {
            Size = dice.Shake(0.23),
            Apart = dice.Shake(0.46, 0.08),
            High = dice.Around(0.06, 0.08),
            Slant = dice.Between(0.1, 0.32),
            Open = dice.Between(0.72, 0.95),
            Almond = dice.Between(0.4, 0.9),
            Pupil = dice.Between(0.75, 0.95),
            PupilWidth = dice.Between(0.25, 0.6),
        },
        Ear = new() { Place = dice.Shake(0.62, 0.08), Rise = dice.Between(0.25, 0.45), Length = dice.Shake(0.76),
            Widths = [dice.Shake(0.4), 0.24, 0], Forward = 0 },
    };

    static Body Slender(Dice dice) => new()
    {
        Chest = dice.Shake(0.24),
        Belly = dice.Shake(0.22),
        Hip = dice.Shake(0.24),
        Height = dice.Shake(0.66, 0.08),
        LegThick = dice.Shake(0.075),
        Paw = 0.085,
        Neck = dice.Shake(0.4),
        NeckThick = dice.Shake(0.17),
        NeckRise = dice.Between(38, 62),
        Skull = dice.Shake(0.29, 0.08),
        Tail = dice.Shake(0.98),
        TailThick = 0.05,
        TailTip = 0.042,
        TailRise = dice.Between(0, 75),
        TailBend = dice.Between(-70, 110),
    };
}
