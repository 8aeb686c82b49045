using SketchPets.Raster;
using SketchPets.Scene;

namespace SketchPets.Animals;

/// <summary>Dogs: muzzles with broad noses, hanging or pricked ears, round eyes, shorter tails.</summary>
static class Dogs
{
    public static Figure Design(Dice dice, Dice pose)
    {
        Head head = Hound(dice);
        Body body = Sturdy(dice);
        switch (dice.Below(5))
        {
            case 0: // pricked ears and a long muzzle, as shepherds have
                head = head with
                {
                    Wide = dice.Shake(0.92, 0.05),
                    Muzzle = head.Muzzle with { Length = dice.Shake(0.95), Wide = 0.4, Taper = 0.66 },
                    Ear = new() { Place = 0.52, Rise = dice.Between(0.1, 0.3), Length = dice.Shake(0.8), Widths = [0.27, 0.27, 0.13, 0],
                        Forward = 0 },
                };
                body = body with { TailRise = -35, TailBend = dice.Between(10, 50), TailThick = 0.07, TailTip = 0.06, TailFur = 0.03,
                    Fur = 0.02 };
                break;
            case 1: // a flat face with button ears, as pugs and bulldogs have
                head = head with
                {
                    Wide = dice.Shake(1.08, 0.05),
                    Cheeks = 0.12,
                    Muzzle = head.Muzzle with { Length = dice.Between(0.08, 0.22), Wide = dice.Shake(0.58, 0.06), Taper = 0.9, Tall = 0.72,
                        Pads = 0.62, Mouth = 0.42, NoseSize = 0.17, Low = 0.34 },
                    Ear = new() { Place = 0.72, Rise = 0.8, Fold = 1.9, Length = dice.Shake(0.85), Widths = [0.24, 0.3, 0.24, 0.1],
                        Forward = 0.3, Open = false },
                    Eye = head.Eye with { Size = 0.19, Apart = 0.52 },
                };
                body = body with { Chest = 0.33, Belly = 0.29, Hip = 0.28, Height = dice.Shake(0.66, 0.08), LegThick = 0.1,
                    NeckThick = 0.25, Skull = 0.33, Tail = 0.3, TailBend = 200, TailRise = 40 };
                break;
            case 2: // curls and a topknot, as poodles have
                head = head with { Fur = 0.1, Tall = 1.05, Muzzle = head.Muzzle with { Wide = 0.36, Length = dice.Shake(0.75) },
                    Ear = Hanging(dice, 1.15, 0.34) };
                body = body with { Fur = 0.06, Tail = 0.45, TailThick = 0.06, TailTip = 0.11, TailFur = 0.05, TailRise = 60,
                    TailBend = 20 };
                break;
            case 3: // long and low, as dachshunds are
                head = head with { Wide = 0.88, Muzzle = head.Muzzle with { Length = dice.Shake(0.95), Wide = 0.38 } };
                body = body with { Height = dice.Shake(0.44, 0.08), Chest = 0.21, Belly = 0.18, Hip = 0.19, LegThick = 0.07, Skull = 0.24 };
                break;
        }
        return new Puppet(head, body, Stance.Throw(pose, Breeds.AllPoses));
    }

    static Head Hound(Dice dice) => new()
    {
        Wide = dice.Shake(0.97, 0.06),
        Tall = dice.Shake(0.97, 0.05),
        Muzzle = new()
        {
            Length = dice.Shake(0.65, 0.25),
            Wide = dice.Shake(0.46),
            Tall = dice.Shake(0.85, 0.06),
            Taper = dice.Shake(0.8, 0.06),
            Low = dice.Shake(0.34),
            Droop = dice.Between(0.05, 0.2),
            Pads = 0.52,
            Nose = NoseKind.Oval,
            NoseSize = dice.Shake(0.2),
            Mouth = dice.Shake(0.34),
        },
        Eye = new()
        {
            Size = dice.Shake(0.16),
            Apart = dice.Shake(0.4, 0.08),
            High = dice.Around(0.16, 0.06),
            Slant = dice.Between(-0.2, 0.05),
            Open = dice.Between(0.85, 1),
            Pupil = dice.Between(0.55, 0.75),
            Brow = dice.Chance(0.4) ? 0.06 : 0,
        },
        Ear = Hanging(dice, dice.Shake(1, 0.2), dice.Shake(0.3)),
    };

    static Ear Hanging(Dice dice, double length, double width) => new()
    {
        Place = dice.Between(0.75, 0.98),
        Rise = dice.Between(1.1, 1.4),
        Fold = dice.Between(1.45, 1.75),
        Length = length,
        Widths = [width * 0.65, width, width * 1.05, width * 0.8],
        Forward = 0.25,
        Open = false,
    };

    static Body Sturdy(Dice dice) => new()
    {
        Chest = dice.Shake(0.27),
        Belly = dice.Shake(0.22),
        Hip = dice.Shake(0.24),
        Height = dice.Shake(0.76, 0.1),
        LegThick = dice.Shake(0.085),
        Paw = 0.1,
        Neck = dice.Shake(0.46),
        NeckThick = dice.Shake(0.19),
        NeckRise = dice.Between(40, 65),
        Skull = dice.Shake(0.28, 0.08),
        Tail = dice.Shake(0.58),
        TailThick = 0.055,
        TailTip = 0.03,
        TailRise = dice.Between(-10, 75),
        TailBend = dice.Between(0, 90),
    };
}
